package io.trio4j.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.testing.Sequencer;
import io.trio4j.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.provider.ValueSource;

class FixtureTest implements SharedFixture {
  private final List<String> events = new ArrayList<>();

  /// What the fixtures here make.
  record Database(String name) {}

  record Service(Database database) {}

  @TrioFixture
  void database(TestBody<Database> test, VirtualClock clock) throws Exception {
    events.add("open database at " + clock.elapsed());
    try {
      test.run(new Database("main"));
    } finally {
      Trio.sleep(Duration.ofSeconds(1));
      events.add("close database at " + clock.elapsed());
    }
  }

  @TrioFixture
  void service(TestBody<Service> test, Database database) {
    Nursery.run(
        "service",
        nursery -> {
          events.add("start service");
          nursery.startSoon("heartbeat", () -> Trio.sleepForever());
          test.run(new Service(database));
          nursery.cancel();
        });
    events.add("stop service");
  }

  @TrioFixture
  void number(TestBody<Integer> test) throws Exception {
    test.run(42);
  }

  @TrioFixture
  void unused(TestBody<List<String>> test) {
    throw new AssertionError("nobody asks for " + test);
  }

  @TrioFixture(always = true)
  void in_the_run(TestBody<@Nullable Void> test) throws Exception {
    events.add("before in " + Task.current().path());
    test.run(null);
    events.add("after");
  }

  @AfterEach
  void the_fixtures_have_ended() {
    assertThat(events).startsWith("before in main").endsWith("after");
    assertThat(Task.tryCurrent()).isEmpty();
  }

  @TrioTest
  void a_test_is_inside_the_fixture_it_asks_for(Database database) {
    assertThat(database).isEqualTo(new Database("main"));
    assertThat(events).containsExactly("before in main", "open database at PT0S");
  }

  @TrioTest(modes = {RunMode.PARALLEL, RunMode.COOPERATIVE, RunMode.DETERMINISTIC})
  void a_fixture_is_inside_those_it_asks_for(Service service, VirtualClock clock) {
    assertThat(service.database().name()).isEqualTo("main");
    assertThat(events).containsExactly("before in main", "open database at PT0S", "start service");
    Trio.sleep(Duration.ofMinutes(1));
    assertThat(clock.elapsed()).isEqualTo(Duration.ofMinutes(1));
  }

  @TrioTest
  void a_fixture_is_set_up_once_for_all_who_ask(Service service, Database database) {
    assertThat(service.database()).isSameAs(database);
  }

  @TrioTest
  void the_nursery_of_the_test_is_inside_the_fixtures(Nursery nursery, Service service) {
    assertThat(nursery.parentTask()).contains(Task.current());
    nursery.startSoon(() -> {
      Trio.checkpoint();
      events.add("child of " + service.database().name());
    });
  }

  @TrioTest
  void a_primitive_parameter_gets_what_its_fixture_makes(int number) {
    assertThat(number).isEqualTo(42);
  }

  @TrioTest
  void a_fixture_may_come_from_an_interface(SharedFixture.Shared shared) {
    assertThat(shared.port()).isBetween(1, 65_535);
  }

  @TrioTest
  void a_test_and_its_fixtures_share_the_sequencer(
      Sequencer sequencer, SharedFixture.Shared shared) {
    assertThat(sequencer).isSameAs(shared.sequencer());
  }

  @TrioTest
  void free_ports_differ(@FreePort int one, @FreePort int other, Nursery nursery) {
    assertThat(one).isBetween(1, 65_535).isNotEqualTo(other);
    assertThat(nursery.isClosed()).isFalse();
  }

  @TrioTest(seeds = 2)
  @ValueSource(strings = {"a", "b"})
  void arguments_come_first(String text, Database database, TestInfo info) {
    assertThat(text).isIn("a", "b");
    assertThat(database.name()).isEqualTo("main");
    assertThat(info.getDisplayName()).matches("\\[[ab]] deterministic, seed [12]");
  }

  @TrioTest
  void a_scope_of_the_test_ends_before_the_fixture(Service service) {
    CancelScope scope = CancelScope.moveOnAfter(Duration.ofHours(1), () -> Trio.sleepForever());
    assertThat(scope.cancelledCaught()).isTrue();
    assertThat(service).isNotNull();
  }

  @Nested
  class In_a_nested_class {
    @TrioFixture
    void another_number(TestBody<Integer> test) throws Exception {
      test.run(43);
    }

    @TrioTest
    void fixtures_around_it_are_there(Database database) {
      assertThat(database.name()).isEqualTo("main");
      assertThat(events).contains("open database at PT0S");
    }

    @TrioTest
    void an_inner_fixture_hides_an_outer_one(int number) {
      assertThat(number).isEqualTo(43);
    }
  }
}
