package io.trio4j.combinators;

import static io.trio4j.combinators.SupervisorRuns.seconds;
import static io.trio4j.combinators.SupervisorRuns.sleepSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.combinators.SupervisorRuns.Trail;
import io.trio4j.support.Logged;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How often, how soon and for what a supervisor tries again. */
class SupervisorLimitTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final Trail trail = new Trail();
  private Logged logged;

  @BeforeEach
  void listen() {
    logged = new Logged("io.trio4j.combinators");
  }

  @AfterEach
  void stopListening() {
    logged.close();
  }

  private static ExceptionGroup groupOf(
      RunMode mode, SupervisorOptions options, SupervisorAction body) {
    return catchThrowableOfType(
        ExceptionGroup.class, () -> SupervisorRuns.run(mode, () -> Supervisor.run(options, body)));
  }

  @Nested
  class One_restart_too_many {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void ends_the_supervisor_with_what_failed(RunMode mode) {
      ExceptionGroup group =
          groupOf(
              mode,
              SupervisorOptions.oneForOne().withName("web").withLimit(2, TEN_SECONDS),
              supervisor -> {
                supervisor.startSoon("a", Restart.ALWAYS, trail.server("a"));
                supervisor.startSoon("b", Restart.ALWAYS, trail.failing("b", 9, 1));
                supervisor.startSoon("c", Restart.ALWAYS, trail.server("c"));
                try {
                  Trio.sleepForever();
                } finally {
                  trail.add("body");
                }
              });

      assertThat(group)
          .hasMessageStartingWith(
              "Supervisor[web] gave up, as b would have needed restart 3 within PT10S and at most 2"
                  + " are allowed: 3 of its tasks failed");
      assertThat(group.errors())
          .extracting(Throwable::getMessage)
          .containsExactly("b broke at 1", "b broke at 2", "b broke at 3");
      assertThat(group.branches())
          .extracting(ExceptionGroup.Branch::task)
          .containsExactly("main/web/b/start", "main/web/b/restart-1", "main/web/b/restart-2");
      assertThat(trail.all())
          .containsExactly("+a", "+b", "+c", "-b", "+b", "-b", "+b", "-b", "-c", "-a", "body");
      assertThat(logged.lines)
          .last()
          .isEqualTo(
              "SEVERE Supervisor[web] gave up, as b would have needed restart 3 within PT10S and at"
                  + " most 2 are allowed");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void is_none_if_the_time_between_them_is_long(RunMode mode) {
      SupervisorRuns.run(
          mode,
          () ->
              Supervisor.run(
                  SupervisorOptions.oneForOne().withLimit(2, TEN_SECONDS),
                  supervisor -> {
                    var child =
                        supervisor.startSoon("a", Restart.ALWAYS, trail.failing("a", 100, 6));
                    sleepSeconds(601);
                    assertThat(child.status().restartCount()).isEqualTo(100);
                    supervisor.stop("enough");
                  }));
      assertThat(logged.lines).hasSize(100);
    }

    @Test
    void counts_those_exactly_the_time_ago() {
      ExceptionGroup group =
          groupOf(
              RunMode.DETERMINISTIC,
              SupervisorOptions.oneForOne().withLimit(2, TEN_SECONDS),
              supervisor -> supervisor.startSoon("a", Restart.ALWAYS, trail.failing("a", 9, 5)));

      assertThat(group.errors())
          .hasSize(3)
          .last()
          .hasToString("java.lang.IllegalStateException: a broke at 15");
    }

    @Test
    void is_the_first_if_none_is_allowed() {
      ExceptionGroup group =
          groupOf(
              RunMode.DETERMINISTIC,
              SupervisorOptions.oneForOne().withLimit(0, TEN_SECONDS),
              supervisor -> supervisor.startSoon("a", Restart.ALWAYS, trail.failing("a", 9, 5)));

      assertThat(group.errors()).hasSize(1);
    }

    @Test
    void never_comes_if_there_is_no_limit() {
      SupervisorRuns.run(
          RunMode.DETERMINISTIC,
          () ->
              Supervisor.run(
                  SupervisorOptions.oneForOne().withLimit(Integer.MAX_VALUE, TEN_SECONDS),
                  supervisor -> {
                    var child =
                        supervisor.startSoon("a", Restart.ALWAYS, trail.failing("a", 1000, 0));
                    sleepSeconds(1);
                    assertThat(child.status().restartCount()).isEqualTo(1000);
                    supervisor.stop("enough");
                  }));
      assertThat(trail.all()).hasSize(2002);
    }

    @Test
    void of_a_child_that_only_returns_is_an_error_that_says_so() {
      ExceptionGroup group =
          groupOf(
              RunMode.DETERMINISTIC,
              SupervisorOptions.oneForOne(),
              supervisor -> supervisor.startSoon("a", Restart.ALWAYS, () -> {}));

      assertThat(group.errors())
          .hasSize(4)
          .first()
          .asString()
          .endsWith(
              "returned, again and again, and Restart.ALWAYS has it started each time. Use"
                  + " Restart.ON_FAILURE for a child that may return.");
    }

    @Test
    void holds_what_failed_by_all_children() {
      ExceptionGroup group =
          groupOf(
              RunMode.DETERMINISTIC,
              SupervisorOptions.oneForOne().withLimit(1, TEN_SECONDS),
              supervisor -> {
                supervisor.startSoon("a", Restart.ALWAYS, trail.failing("a", 1, 1));
                supervisor.startSoon("b", Restart.ALWAYS, trail.failing("b", 1, 2));
              });

      assertThat(group.errors())
          .extracting(Throwable::getMessage)
          .containsExactly("a broke at 1", "b broke at 2");
    }
  }

  @Nested
  class Backing_off {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void grows_with_each_failure_in_a_row_and_begins_again_after_a_long_run(RunMode mode) {
      List<Long> starts = new ArrayList<>();
      SupervisorRuns.run(
          mode,
          () ->
              Supervisor.run(
                  SupervisorOptions.oneForOne()
                      .withLimit(3, TEN_SECONDS)
                      .withBackoff(inARow -> Duration.ofSeconds(1L << inARow)),
                  supervisor ->
                      supervisor.startSoon(
                          "a",
                          Restart.ON_FAILURE,
                          () -> {
                            starts.add(seconds());
                            sleepSeconds(starts.size() == 4 ? 10 : 1);
                            if (starts.size() < 6) {
                              throw new IOException("try " + starts.size());
                            }
                          })));

      // 1 s of work, then 2, 4, 8 s; then 10 s of work, and 2, 4 s again
      assertThat(starts).containsExactly(0L, 3L, 8L, 17L, 29L, 34L);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void lets_the_other_children_be_started(RunMode mode) {
      SupervisorRuns.run(
          mode,
          () ->
              Supervisor.run(
                  SupervisorOptions.oneForOne().withBackoff(_ -> Duration.ofSeconds(100)),
                  supervisor -> {
                    supervisor.startSoon("a", Restart.ALWAYS, trail.failing("a", 1, 0));
                    sleepSeconds(1);
                    supervisor.startSoon("b", Restart.ALWAYS, trail.server("b at 1"));
                    sleepSeconds(1);
                    supervisor.stop("enough");
                  }));
      assertThat(trail.all()).containsExactly("+a", "-a", "+b at 1", "-b at 1");
    }

    @Test
    void of_a_group_is_waited_for_by_all_of_it() {
      SupervisorRuns.run(
          RunMode.DETERMINISTIC,
          () ->
              Supervisor.run(
                  SupervisorOptions.restForOne().withBackoff(_ -> Duration.ofSeconds(100)),
                  supervisor -> {
                    supervisor.startSoon("a", Restart.ALWAYS, trail.server("a"));
                    supervisor.startSoon("b", Restart.ALWAYS, trail.failing("b", 1, 0));
                    supervisor.startSoon("c", Restart.ALWAYS, trail.server("c"));
                    sleepSeconds(99);
                    trail.add("99");
                    supervisor.startSoon("d", Restart.ALWAYS, trail.server("d"));
                    sleepSeconds(2);
                    supervisor.cancel("enough");
                  }));
      assertThat(trail.all()).containsSequence("99", "+b", "+c", "+d");
    }

    @Test
    void that_is_negative_or_fails_ends_the_supervisor_with_the_failure() {
      ExceptionGroup negative =
          groupOf(
              RunMode.DETERMINISTIC,
              SupervisorOptions.oneForOne().withBackoff(_ -> Duration.ofSeconds(-1)),
              supervisor -> supervisor.startSoon("a", Restart.ALWAYS, trail.failing("a", 9, 0)));
      ExceptionGroup broken =
          groupOf(
              RunMode.DETERMINISTIC,
              SupervisorOptions.oneForOne()
                  .withBackoff(_ -> {
                    throw new UnsupportedOperationException("planted");
                  }),
              supervisor -> supervisor.startSoon("a", Restart.ALWAYS, trail.failing("a", 9, 0)));

      assertThat(negative.errors())
          .extracting(Throwable::getMessage)
          .containsExactly(
              "a broke at 0", "backoff must not be negative: PT-1S for restart 1 in a row");
      assertThat(broken.errors())
          .extracting(Throwable::getMessage)
          .containsExactly("a broke at 0", "planted");
    }
  }

  @Nested
  class An_Error {
    private SupervisorAction throwing(Throwable error, Restart restart) {
      return supervisor -> {
        supervisor.startSoon("other", Restart.ALWAYS, trail.server("other"));
        supervisor.startSoon("a", restart, () -> sneaky(error));
      };
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void sneaky(Throwable error) throws X {
      throw (X) error;
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void ends_the_supervisor_whatever_the_restart(RunMode mode) {
      for (Restart restart : Restart.values()) {
        Error planted = new OutOfMemoryError("planted");

        ExceptionGroup group =
            groupOf(mode, SupervisorOptions.oneForOne(), throwing(planted, restart));

        assertThat(group.errors()).containsExactly(planted);
        assertThat(group).hasMessageContaining("ended by a fatal failure of a");
      }
      assertThat(trail.all()).hasSize(6);
    }

    @Test
    void inside_a_group_does_so_too() {
      Error planted = new AssertionError("planted");

      ExceptionGroup group =
          groupOf(
              RunMode.DETERMINISTIC,
              SupervisorOptions.oneForOne(),
              supervisor ->
                  supervisor.startSoon(
                      "a",
                      Restart.ALWAYS,
                      () ->
                          Nursery.run(nursery ->
                              nursery.startSoon(() -> {
                                throw planted;
                              }))));

      assertThat(group.rootCauses()).containsExactly(planted);
    }

    @Test
    void is_tried_again_if_the_options_say_so() {
      AtomicInteger tries = new AtomicInteger();

      SupervisorRuns.run(
          RunMode.DETERMINISTIC,
          () ->
              Supervisor.run(
                  SupervisorOptions.oneForOne().withFatal(_ -> false),
                  supervisor ->
                      supervisor.startSoon(
                          "a",
                          Restart.ON_FAILURE,
                          () -> {
                            if (tries.incrementAndGet() < 3) {
                              throw new StackOverflowError("planted");
                            }
                          })));

      assertThat(tries).hasValue(3);
    }

    @Test
    void as_an_exception_is_fatal_if_the_options_say_so() {
      ExceptionGroup group =
          groupOf(
              RunMode.DETERMINISTIC,
              SupervisorOptions.oneForOne().withFatal(IOException.class::isInstance),
              throwing(new IOException("wrong password"), Restart.ALWAYS));

      assertThat(group.errors()).hasSize(1);
      assertThat(trail.all()).containsExactly("+other", "-other");
    }

    @Test
    void of_the_question_itself_is_thrown_with_the_failure() {
      ExceptionGroup group =
          groupOf(
              RunMode.DETERMINISTIC,
              SupervisorOptions.oneForOne()
                  .withFatal(_ -> {
                    throw new UnsupportedOperationException("planted");
                  }),
              throwing(new IOException("first"), Restart.ALWAYS));

      assertThat(group.errors())
          .extracting(Throwable::getMessage)
          .containsExactlyInAnyOrder("first", "planted");
    }
  }
}
