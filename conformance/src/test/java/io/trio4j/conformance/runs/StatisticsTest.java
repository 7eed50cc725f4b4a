package io.trio4j.conformance.runs;

import static io.trio4j.conformance.harness.Runs.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.lowlevel.RunStatistics;
import io.trio4j.lowlevel.RunToken;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;

/// Section 1: what a run counts. Only the program's own tasks are: a run has no helpers until it
/// needs them, and does not count them then.
class StatisticsTest {
  @InEachMode
  @Tag("T034")
  void a_settled_run_has_its_main_task(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Runs.settle();

          RunStatistics now = RunStatistics.current();
          assertThat(now.tasksLiving()).isEqualTo(1);
          assertThat(now.tasksRunnable()).isEqualTo(0);
          assertThat(now.callbacksQueued()).isEqualTo(0);
        });
  }

  @InEachMode
  @Tag("T035")
  void a_settled_run_has_its_sleepers_and_its_callbacks(RunMode mode) {
    CountDownLatch go = new CountDownLatch(1);
    Runs.run(
        mode,
        () ->
            Nursery.run(n -> {
              n.startSoon(Trio::sleepForever);
              Runs.settle();
              holdCallbacksBack(mode, go);
              RunToken.current().runSoon(() -> {});
              RunToken.current().runSoonOnce("key", () -> {});

              RunStatistics settled = RunStatistics.current();
              n.cancel();
              RunStatistics cancelled = RunStatistics.current();
              go.countDown();

              assertThat(settled.tasksLiving()).isEqualTo(2);
              assertThat(settled.tasksRunnable()).isEqualTo(0);
              assertThat(settled.callbacksQueued()).isEqualTo(2);
              int woken = mode == RunMode.PARALLEL ? 0 : 1; // the JVM schedules parallel tasks
              assertThat(cancelled.tasksRunnable()).isEqualTo(woken);
            }));
  }

  /// In parallel mode callbacks begin at once: one that blocks keeps the others in the queue.
  private static void holdCallbacksBack(RunMode mode, CountDownLatch go)
      throws InterruptedException {
    if (mode == RunMode.PARALLEL) {
      CountDownLatch held = new CountDownLatch(1);
      RunToken.current()
          .runSoon(() -> {
            held.countDown();
            try {
              go.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      held.await();
    }
  }

  @InEachMode
  @Tag("T036")
  void a_deadline_is_so_far_away(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          CancelScope.moveOnAfter(
              seconds(5),
              () -> assertThat(RunStatistics.current().untilNextDeadline()).contains(seconds(5)));

          assertThat(RunStatistics.current().untilNextDeadline()).isEmpty();
        });
  }
}
