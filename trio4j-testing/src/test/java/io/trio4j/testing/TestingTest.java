package io.trio4j.testing;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.Action;
import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.lowlevel.Checkpoints;
import io.trio4j.lowlevel.RunStatistics;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestingTest {
  private final List<String> events = new CopyOnWriteArrayList<>();

  @Nested
  class Waiting_for_idleness {
    private final VirtualClock clock = VirtualClock.create();

    @ParameterizedTest
    @EnumSource
    @Tag("T511")
    void ends_after_the_busy_task(RunMode mode) {
      Trio.run(
          options(mode, clock),
          () ->
              Nursery.run(nursery -> {
                nursery.startSoon(() -> waitIdle("idle"));
                nursery.startSoon(() -> waitIdle("idle"));
                nursery.startSoon(() -> {
                  for (int i = 0; i < 10; i++) {
                    Trio.checkpoint();
                  }
                  events.add("busy");
                });
              }));

      assertThat(events).containsExactly("busy", "idle", "idle");
    }

    private void waitIdle(String event) {
      Testing.waitAllTasksBlocked();
      events.add(event);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("T512")
    void ends_when_cancelled(RunMode mode) {
      CancelScope[] scope = new CancelScope[1];
      Trio.run(
          options(mode, clock),
          () ->
              scope[0] =
                  CancelScope.run(s -> {
                    s.cancel();
                    Testing.waitAllTasksBlocked();
                  }));

      assertThat(scope[0].cancelledCaught()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("T513")
    void takes_sleepers_as_blocked(RunMode mode) {
      Trio.run(
          options(mode, clock),
          () ->
              Nursery.run(nursery -> {
                nursery.startSoon(() -> {
                  Trio.sleep(ofSeconds(5));
                  events.add("woke");
                });
                waitIdle("still asleep");
                clock.jump(ofSeconds(10));
                waitIdle("after the jump");
              }));

      assertThat(events).containsExactly("still asleep", "woke", "after the jump");
    }

    @Test
    @Tag("T514")
    void with_a_cushion_takes_real_time_without_any_step() {
      Trio.run(
          RunOptions.cooperative(),
          () ->
              Nursery.run(nursery -> {
                for (int cushion : new int[] {30, 20, 20, 0}) {
                  nursery.startSoon(() -> {
                    Testing.waitAllTasksBlocked(ofMillis(cushion));
                    events.add("cushion " + cushion);
                  });
                }
                nursery.startSoon(() -> {
                  events.add("start");
                  for (int i = 0; i < 3; i++) {
                    Trio.sleep(ofMillis(10));
                  }
                  events.add("end of sleep");
                });
              }));

      assertThat(events)
          .containsExactly(
              "start", "cushion 0", "end of sleep", "cushion 20", "cushion 20", "cushion 30");
    }

    /// Two that are woken together and end at once: whoever is last has to look after the third.
    @Test
    void with_equal_cushions_loses_nobody_in_parallel() {
      for (int round = 0; round < 50; round++) {
        events.clear();
        Trio.run(
            options(RunMode.PARALLEL, VirtualClock.create()),
            () ->
                Nursery.run(nursery -> {
                  for (int cushion : new int[] {3, 2, 2, 0}) {
                    nursery.startSoon(() -> {
                      Testing.waitAllTasksBlocked(ofMillis(cushion));
                      events.add("cushion " + cushion);
                    });
                  }
                }));
        assertThat(events).containsExactly("cushion 0", "cushion 2", "cushion 2", "cushion 3");
      }
    }

    @Test
    void needs_a_run_that_counts() {
      Trio.run(() ->
          assertThatThrownBy(() -> Testing.waitAllTasksBlocked())
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("Give it a virtual clock"));
    }

    @Test
    void refuses_a_negative_cushion() {
      Trio.run(
          options(RunMode.PARALLEL, clock),
          () ->
              assertThatThrownBy(() -> Testing.waitAllTasksBlocked(ofSeconds(-1)))
                  .isInstanceOf(IllegalArgumentException.class)
                  .hasMessage("cushion must not be negative: PT-1S"));
    }
  }

  @Nested
  class Asserting_checkpoints {
    @ParameterizedTest
    @EnumSource
    @Tag("T515")
    void passes_for_a_whole_one(RunMode mode) {
      in(mode, () -> Testing.assertCheckpoints(() -> Trio.checkpoint()));
      in(mode, () -> Testing.assertCheckpoints(() -> Trio.sleep(ofMillis(1))));
      in(
          mode,
          () ->
              Testing.assertCheckpoints(() -> {
                Checkpoints.schedulePoint();
                Checkpoints.checkpointIfCancelled();
              }));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("T515")
    void fails_for_none(RunMode mode) {
      in(
          mode,
          () ->
              assertThatThrownBy(() -> Testing.assertCheckpoints(() -> {}))
                  .isInstanceOf(AssertionError.class)
                  .hasMessageStartingWith(
                      "expected a whole checkpoint, but the body had no cancel point"));
    }

    @ParameterizedTest
    @EnumSource(names = {"COOPERATIVE", "DETERMINISTIC"})
    @Tag("T515")
    void fails_for_half_of_one(RunMode mode) {
      in(
          mode,
          () -> {
            assertThatThrownBy(
                    () -> Testing.assertCheckpoints(() -> Checkpoints.checkpointIfCancelled()))
                .hasMessage(
                    "expected a whole checkpoint, but the body had a cancel point and no schedule"
                        + " point.");
            assertThatThrownBy(() -> Testing.assertCheckpoints(() -> Checkpoints.schedulePoint()))
                .hasMessage(
                    "expected a whole checkpoint, but the body had no cancel point and a schedule"
                        + " point.");
          });
    }

    @Test
    void looks_at_the_cancel_half_only_in_parallel_mode() {
      in(
          RunMode.PARALLEL,
          () -> {
            Testing.assertCheckpoints(() -> Checkpoints.checkpointIfCancelled());
            assertThatThrownBy(() -> Testing.assertCheckpoints(() -> Checkpoints.schedulePoint()))
                .hasMessage("expected a whole checkpoint, but the body had no cancel point.");
          });
    }

    @ParameterizedTest
    @EnumSource
    void sees_one_under_a_deadline_that_is_armed_already(RunMode mode) {
      in(
          mode,
          () ->
              CancelScope.failAfter(
                  ofHours(1),
                  () -> {
                    Trio.checkpoint();
                    Testing.assertCheckpoints(() -> Trio.checkpoint());
                    Testing.assertNoCheckpoints(() -> {});
                  }));
    }

    @ParameterizedTest
    @EnumSource
    void gives_the_value_and_throws_on(RunMode mode) {
      in(
          mode,
          () -> {
            String value =
                Testing.assertCheckpoints(() -> {
                  Trio.checkpoint();
                  return "value";
                });
            assertThat(value).isEqualTo("value");
            assertThatThrownBy(() -> Testing.assertCheckpoints(TestingTest::failIo))
                .isInstanceOf(IOException.class);
          });
    }

    @Test
    void lets_a_cancel_from_outside_through() {
      in(
          RunMode.DETERMINISTIC,
          () -> {
            CancelScope scope =
                CancelScope.run(s -> {
                  s.cancel();
                  Testing.assertCheckpoints(() -> Trio.checkpoint());
                });
            assertThat(scope.cancelledCaught()).isTrue();
          });
    }

    @Test
    void leaves_nothing_in_the_timer_and_moves_no_clock() {
      VirtualClock clock = VirtualClock.create().autojump();
      Trio.run(
          options(RunMode.DETERMINISTIC, clock),
          () -> {
            Testing.assertCheckpoints(() -> Trio.checkpoint());
            assertThat(RunStatistics.current().untilNextDeadline()).isEmpty();
          });

      assertThat(clock.elapsed()).isZero();
    }

    @Test
    void needs_the_step_counter_where_one_task_runs_at_a_time() {
      Trio.run(
          RunOptions.deterministic(1),
          () ->
              assertThatThrownBy(() -> Testing.assertCheckpoints(() -> Trio.checkpoint()))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessage(
                      "the schedule points of this run can't be seen. Give it the instrument:"
                          + " options.withInstrument(StepCounter.instance())"));
    }
  }

  @Nested
  class Asserting_no_checkpoints {
    @ParameterizedTest
    @EnumSource
    @Tag("T516")
    void passes_for_none(RunMode mode) {
      in(
          mode,
          () -> {
            int value = Testing.assertNoCheckpoints(() -> 7);
            assertThat(value).isEqualTo(7);
            Testing.assertNoCheckpoints(() -> {});
          });
    }

    @ParameterizedTest
    @EnumSource(names = {"COOPERATIVE", "DETERMINISTIC"})
    @Tag("T516")
    void fails_for_any_half(RunMode mode) {
      in(
          mode,
          () -> {
            expectFailure(() -> Trio.checkpoint(), "had a cancel point and a schedule point.");
            expectFailure(
                () -> Checkpoints.checkpointIfCancelled(),
                "had a cancel point and no schedule point.");
            expectFailure(
                () -> Checkpoints.schedulePoint(), "had no cancel point and a schedule point.");
          });
    }

    @Test
    void fails_for_a_cancel_point_in_parallel_mode() {
      in(
          RunMode.PARALLEL,
          () -> {
            expectFailure(() -> Trio.checkpoint(), "had a cancel point.");
            assertThatCode(() -> Testing.assertNoCheckpoints(() -> Checkpoints.schedulePoint()))
                .doesNotThrowAnyException();
          });
    }

    @Test
    void fails_also_if_the_body_threw() {
      in(
          RunMode.PARALLEL,
          () ->
              assertThatThrownBy(() ->
                      Testing.assertNoCheckpoints(() -> {
                        Trio.checkpoint();
                        failIo();
                      }))
                  .isInstanceOf(AssertionError.class)
                  .hasCauseInstanceOf(IOException.class));
    }

    @Test
    void throws_on_what_a_body_without_any_threw() {
      in(
          RunMode.PARALLEL,
          () ->
              assertThatThrownBy(() -> Testing.assertNoCheckpoints(TestingTest::failIo))
                  .isInstanceOf(IOException.class));
    }

    private void expectFailure(Action<RuntimeException> body, String text) {
      assertThatThrownBy(() -> Testing.assertNoCheckpoints(body))
          .isInstanceOf(AssertionError.class)
          .hasMessage("expected no checkpoint, but the body " + text);
    }
  }

  private static void failIo() throws IOException {
    throw new IOException("body");
  }

  private static void in(RunMode mode, Action<? extends RuntimeException> body) {
    Trio.run(options(mode, VirtualClock.create().autojump()), body::run);
  }

  private static RunOptions options(RunMode mode, VirtualClock clock) {
    return RunOptions.defaults()
        .withMode(mode)
        .withSeed(1)
        .withClock(clock)
        .withInstrument(StepCounter.instance());
  }
}
