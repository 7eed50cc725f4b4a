package io.trio4j.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.BrokenResourceException;
import io.trio4j.BusyResourceException;
import io.trio4j.CancelReason;
import io.trio4j.CancelScope;
import io.trio4j.CancelSource;
import io.trio4j.ExceptionGroup;
import io.trio4j.NoResultException;
import io.trio4j.Nursery;
import io.trio4j.RunCancelledException;
import io.trio4j.RunFinishedException;
import io.trio4j.RunHandle;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.TaskCancelledException;
import io.trio4j.TaskFailedException;
import io.trio4j.TaskInterruptedException;
import io.trio4j.TooSlowException;
import io.trio4j.Trio;
import io.trio4j.TrioInternalError;
import io.trio4j.lowlevel.ConflictGuard;
import io.trio4j.lowlevel.ParkingLot;
import io.trio4j.lowlevel.SystemTasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ErrorSnippets {
  private final List<String> log = new ArrayList<>();

  @Test
  void too_slow() {
    // @start region="tooSlow"
    String page;
    try {
      page =
          Trio.run(
              RunOptions.deterministic(1),
              () ->
                  CancelScope.failAfter(
                      Duration.ofSeconds(2),
                      () -> {
                        Trio.sleep(Duration.ofMinutes(1));
                        return "the page";
                      }));
    } catch (TooSlowException tooSlow) { // only if this time was up, not if somebody cancelled
      page = "none within two seconds";
    }
    // @end
    assertThat(page).isEqualTo("none within two seconds");
  }

  @Test
  void no_result() {
    // @start region="noResult"
    String page;
    try {
      page =
          Trio.run(() ->
              CancelScope.call(scope -> {
                scope.cancel("nobody reads it");
                Trio.checkpoint();
                return "the page";
              }));
    } catch (NoResultException noResult) { // the …OrElse and …Optional forms have none
      page = "moved on";
    }
    // @end
    assertThat(page).isEqualTo("moved on");
  }

  @Test
  void task_failed() {
    AtomicInteger failures = new AtomicInteger();
    // @start region="taskFailed"
    Trio.run(() ->
        Nursery.run(nursery -> {
          try {
            Nursery.run(
                "lookup",
                lookup -> {
                  Task<Integer> port = lookup.startSoon("port", () -> Integer.valueOf("http"));
                  nursery.startSoon(
                      "watch",
                      () -> { // outside of the nursery that the failure cancels
                        try {
                          log.add("port " + port.join());
                        } catch (TaskFailedException failed) {
                          log.add(failed.task().name() + ": " + failed.getCause());
                        }
                      });
                });
          } catch (ExceptionGroup group) { // the nursery tells of its member in any case
            failures.addAndGet(group.rootCauses().size());
          }
        }));
    // @end
    assertThat(failures).hasValue(1);
    assertThat(log)
        .containsExactly("port: java.lang.NumberFormatException: For input string: \"http\"");
  }

  @Test
  void task_cancelled() {
    // @start region="taskCancelled"
    Trio.run(() ->
        Nursery.run(nursery -> {
          Task<?> idle = nursery.startSoon("idle", () -> Trio.sleepForever());
          idle.cancel("not needed");
          try {
            idle.join();
          } catch (TaskCancelledException cancelled) { // it was cancelled, we were not
            log.add(cancelled.reason().text());
          }
        }));
    // @end
    assertThat(log).containsExactly("not needed");
  }

  @Test
  void task_interrupted() {
    // @start region="taskInterrupted"
    Trio.run(() ->
        Nursery.run(nursery ->
            nursery.startSoon(() -> {
              Thread.currentThread().interrupt(); // as some foreign library might
              try {
                Trio.sleepForever();
              } catch (TaskInterruptedException interrupted) {
                log.add("interrupted");
              }
            })));
    // @end
    assertThat(log).containsExactly("interrupted");
  }

  @Test
  void run_cancelled() {
    // @start region="runCancelled"
    try {
      Trio.run(() -> {
        Thread.currentThread().interrupt(); // of the main task: the run is to end
        Trio.sleepForever();
      });
    } catch (RunCancelledException cancelled) {
      log.add(cancelled.reason().source().name());
    }
    boolean flag = Thread.interrupted(); // is set again: the interrupt was meant for this thread
    // @end
    assertThat(log).containsExactly("INTERRUPT");
    assertThat(flag).isTrue();
  }

  @Test
  void run_finished() {
    // @start region="runFinished"
    RunHandle run = Trio.start(RunOptions.defaults());
    run.close();
    try {
      run.startSoon("late", () -> Trio.checkpoint());
    } catch (RunFinishedException finished) {
      log.add("too late");
    }
    // @end
    assertThat(log).containsExactly("too late");
  }

  @Test
  void broken() {
    // @start region="broken"
    ParkingLot replies = ParkingLot.of("replies");
    Trio.run(
        RunOptions.cooperative(),
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon(() -> {
                try {
                  replies.park();
                } catch (BrokenResourceException broken) {
                  log.add("nobody will reply");
                }
              });
              Trio.checkpoint();
              replies.breakLot(Task.current());
            }));
    // @end
    assertThat(log).containsExactly("nobody will reply");
  }

  @Test
  void busy() {
    // @start region="busy"
    ConflictGuard sending = ConflictGuard.of("another task is sending on this line");
    Trio.run(
        RunOptions.cooperative(),
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon("first", () -> sending.hold(() -> Trio.checkpoint()));
              nursery.startSoon(
                  "second",
                  () -> {
                    try {
                      sending.hold(() -> Trio.checkpoint());
                    } catch (BusyResourceException busy) { // rather than mixed-up bytes
                      log.add("refused: " + busy.getMessage());
                    }
                  });
            }));
    // @end
    assertThat(log)
        .containsExactly(
            "refused: another task is sending on this line. One at a time: share it with a lock, or let one"
                + " task do it for all.");
  }

  @Test
  void internal() {
    // @start region="internal"
    assertThatThrownBy(() ->
            Trio.run(() -> {
              SystemTasks.start(
                  "broken helper",
                  () -> {
                    throw new IllegalStateException("a bug in it");
                  });
              Trio.sleepForever();
            }))
        .isInstanceOf(TrioInternalError.class)
        .hasRootCauseMessage("a bug in it");
    // @end
  }

  @Test
  void reasons() {
    // @start region="reason"
    CancelScope scope =
        Trio.run(
            RunOptions.deterministic(1),
            () -> CancelScope.moveOnAfter(Duration.ofSeconds(1), () -> Trio.sleepForever()));
    CancelReason why = scope.reason().orElseThrow();
    String text =
        why.source() == CancelSource.DEADLINE ? "the time was up" : "stopped by " + why.task();
    // @end
    assertThat(text).isEqualTo("the time was up");
  }

  @Test
  void modes() {
    // @start region="mode"
    List<String> turns = new ArrayList<>(); // shared without a lock: one task at a time
    RunOptions options = RunOptions.cooperative();
    Trio.run(
        options,
        () ->
            Nursery.run(nursery -> {
              for (String name : List.of("a", "b")) {
                nursery.startSoon(name, () -> turns.add(name));
              }
            }));
    boolean single = options.mode() != RunMode.PARALLEL;
    // @end
    assertThat(turns).containsExactlyInAnyOrder("a", "b");
    assertThat(single).isTrue();
  }
}
