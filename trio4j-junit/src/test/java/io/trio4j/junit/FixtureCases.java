package io.trio4j.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.Nursery;
import io.trio4j.Trio;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// Tests with fixtures that go wrong, for [FailingFixtureTest]. The name is none that test runners
/// look for.
class FixtureCases {
  record Server(String name) {}

  record Swallower(String name) {}

  record Forgetful(String name) {}

  record Eager(String name) {}

  record Quitter(String name) {}

  record Broken(String name) {}

  record Untidy(String name) {}

  record Stray(String name) {}

  record Greedy(Nursery nursery) {}

  record Chicken(Egg egg) {}

  record Egg(@Nullable Chicken chicken) {}

  @TrioFixture
  void server(TestBody<Server> test) {
    Nursery.run(
        "server",
        nursery -> {
          nursery.startSoon(
              "accept",
              () -> {
                Trio.sleep(Duration.ofSeconds(5));
                throw new IllegalStateException("the server crashed");
              });
          test.run(new Server("main"));
          nursery.cancel();
        });
  }

  @TrioFixture
  void swallower(TestBody<Swallower> test) {
    try {
      test.run(new Swallower("main"));
    } catch (Exception | AssertionError _) {
      Trio.checkpoint();
    }
  }

  @TrioFixture
  void forgetful(TestBody<Forgetful> test) {
    assertThat(test).isNotNull();
  }

  @TrioFixture
  void eager(TestBody<Eager> test) throws Exception {
    test.run(new Eager("first"));
    test.run(new Eager("second"));
  }

  @TrioFixture
  void quitter(TestBody<Quitter> test) {
    Nursery.run(nursery -> {
      nursery.startSoon(() -> {
        Trio.sleep(Duration.ofSeconds(1));
        nursery.cancel("enough");
      });
      test.run(new Quitter("main"));
    });
  }

  @TrioFixture
  void broken(TestBody<Broken> test) {
    throw new IllegalStateException("no set-up, no " + test.getClass().getSimpleName());
  }

  @TrioFixture
  void untidy(TestBody<Untidy> test) throws Exception {
    test.run(new Untidy("main"));
    throw new IllegalStateException("no tear-down");
  }

  @TrioFixture
  void stray(TestBody<Stray> test) {
    Nursery.run(nursery -> nursery.startSoon("elsewhere", () -> test.run(new Stray("main"))));
  }

  @TrioFixture
  void greedy(TestBody<Greedy> test, Nursery nursery) throws Exception {
    test.run(new Greedy(nursery));
  }

  @TrioFixture
  void chicken(TestBody<Chicken> test, Egg egg) throws Exception {
    test.run(new Chicken(egg));
  }

  @TrioFixture
  void egg(TestBody<Egg> test, Chicken chicken) throws Exception {
    test.run(new Egg(chicken));
  }

  @TrioTest
  void waits_beside_a_server_that_crashes(Server server) {
    assertThat(server.name()).isEqualTo("main");
    Trio.sleepForever();
  }

  @TrioTest
  void fails_inside_a_server(Server server) {
    throw new IllegalArgumentException("of the test with " + server.name());
  }

  @TrioTest
  void fails_inside_a_server_with_a_nursery(Server server, Nursery nursery) {
    nursery.startSoon(() -> {
      throw new AssertionError("of the test with " + server.name());
    });
  }

  @TrioTest
  void is_aborted_inside_a_server(Server server) {
    Assumptions.abort("not with " + server.name());
  }

  @TrioTest
  void fails_as_the_server_crashes(Server server) {
    try {
      Trio.sleepForever();
    } finally {
      failWith(server.name());
    }
  }

  private static void failWith(String name) {
    throw new IllegalArgumentException("clean-up with " + name);
  }

  @TrioTest
  void fails_inside_one_that_swallows(Swallower swallower) {
    throw new AssertionError("not to be swallowed by " + swallower.name());
  }

  @TrioTest
  void is_never_run(Forgetful forgetful) {
    throw new AssertionError("run by " + forgetful.name());
  }

  @TrioTest
  void is_run_twice(Eager eager) {
    assertThat(eager.name()).isEqualTo("first");
  }

  @TrioTest
  void is_cancelled_by_its_fixture(Quitter quitter) {
    assertThat(quitter.name()).isEqualTo("main");
    Trio.sleepForever();
  }

  @TrioTest
  void has_no_set_up(Broken value) {
    throw new AssertionError("run with " + value.name());
  }

  @TrioTest
  void has_no_tear_down(Untidy value) {
    assertThat(value.name()).isEqualTo("main");
  }

  @TrioTest
  void is_run_elsewhere(Stray value) {
    throw new AssertionError("run with " + value.name());
  }

  @TrioTest
  void asks_for_a_fixture_with_a_nursery(Greedy value) {
    throw new AssertionError("run in " + value.nursery());
  }

  @TrioTest
  void asks_for_a_fixture_that_needs_itself(Chicken value) {
    throw new AssertionError("run with " + value.egg());
  }

  @TrioTest
  void asks_for_a_body(TestBody<Server> body) {
    throw new AssertionError("run with " + body);
  }

  @TrioTest
  void cancels_its_nursery_in_the_middle(Nursery nursery) {
    nursery.cancel("oops");
    Trio.checkpoint();
    throw new AssertionError("not cancelled");
  }

  @TrioTest
  void cancels_its_nursery_at_the_end(Nursery nursery) {
    nursery.startSoon(() -> Trio.sleepForever());
    nursery.cancel("done");
  }

  @TrioTest
  void has_a_port_that_is_no_number(@FreePort String port) {
    throw new AssertionError(port);
  }

  @TrioTest
  void asks_for_two_nurseries(Nursery one, Nursery two) {
    throw new AssertionError(one + " and " + two);
  }

  /// Two of one type.
  static class Twins {
    @TrioFixture
    void one(TestBody<Server> test) throws Exception {
      test.run(new Server("one"));
    }

    @TrioFixture
    void two(TestBody<Server> test) throws Exception {
      test.run(new Server("two"));
    }

    @TrioTest
    void has_twins() {}
  }

  /// Without a type.
  static class Nameless {
    @TrioFixture
    void nameless(TestBody<?> test) {
      assertThat(test).isNotNull();
    }

    @TrioTest
    void has_a_nameless_fixture() {}
  }

  /// Without a body.
  static class Bodiless {
    @TrioFixture
    void bodiless() {}

    @TrioTest
    void has_a_fixture_without_a_body() {}
  }
}
