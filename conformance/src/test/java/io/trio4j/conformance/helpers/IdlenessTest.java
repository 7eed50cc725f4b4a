package io.trio4j.conformance.helpers;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import io.trio4j.testing.Testing;
import io.trio4j.testing.VirtualClock;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

/// Waiting until every other task waits.
class IdlenessTest {
  private final Trail trail = new Trail();
  private final VirtualClock clock = VirtualClock.create();

  private void waitIdle(String step) {
    Testing.waitAllTasksBlocked();
    trail.add(step);
  }

  @InEachMode
  @Tag("T511")
  void waiters_go_on_when_the_busy_task_has_ended(RunMode mode) {
    Trio.run(
        Runs.options(mode, clock),
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon(() -> waitIdle("idle"));
              nursery.startSoon(() -> waitIdle("idle"));
              nursery.startSoon(() -> {
                for (int i = 0; i < 10; i++) {
                  Trio.checkpoint();
                }
                trail.add("end of busy");
              });
            }));

    assertThat(trail.steps()).containsExactly("end of busy", "idle", "idle");
  }

  @InEachMode
  @Tag("T512")
  void a_cancelled_waiter_throws(RunMode mode) {
    Trio.run(
        Runs.options(mode, clock),
        () -> {
          CancelScope scope =
              CancelScope.run(cancelled -> {
                cancelled.cancel();
                waitIdle("not cancelled");
              });
          assertThat(scope.cancelledCaught()).isTrue();
        });

    assertThat(trail.steps()).isEmpty();
  }

  @InEachMode
  @Tag("T513")
  void a_sleeper_counts_as_waiting(RunMode mode) {
    Trio.run(
        Runs.options(mode, clock),
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon(() -> {
                Trio.sleep(Runs.seconds(5));
                trail.add("slept");
              });
              waitIdle("before the jump");
              clock.jump(Runs.seconds(10));
              waitIdle("after the jump");
            }));

    assertThat(trail.steps()).containsExactly("before the jump", "slept", "after the jump");
  }

  @InEachMode
  @Tag("T514")
  void the_shorter_cushion_comes_first_and_each_step_begins_a_longer_one_anew(RunMode mode) {
    Trio.run(
        Runs.options(mode, clock),
        () ->
            Nursery.run(nursery -> {
              trail.add("start");
              for (double cushion : new double[] {0.03, 0.02, 0.02, 0}) {
                nursery.startSoon(() -> {
                  Testing.waitAllTasksBlocked(Runs.seconds(cushion));
                  trail.add("cushion " + cushion);
                });
              }
              nursery.startSoon(() -> {
                for (int i = 0; i < 3; i++) {
                  restFor(Runs.seconds(0.01));
                }
                trail.add("end of rest");
              });
            }));

    assertThat(trail.steps())
        .containsExactly(
            "start", "cushion 0.0", "end of rest", "cushion 0.02", "cushion 0.02", "cushion 0.03");
  }

  /// As a sleep that long, but on the time of those who wait for idleness: the order does not
  /// depend on how busy the machine is.
  private static void restFor(Duration time) {
    Testing.waitAllTasksBlocked(time);
  }
}
