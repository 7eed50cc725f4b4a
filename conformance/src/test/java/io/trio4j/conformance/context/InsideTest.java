package io.trio4j.conformance.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.lowlevel.Abort;
import io.trio4j.lowlevel.WaitToken;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/// Who can tell that it is inside a run, and in a task.
class InsideTest {
  /// In a run there is a time, in a task there is a task.
  private record Inside(boolean run, boolean task) {
    private static final Inside BOTH = new Inside(true, true);
    private static final Inside NEITHER = new Inside(false, false);

    static Inside ask() {
      boolean run = catchThrowable(() -> Trio.currentTime()) == null;
      return new Inside(run, Task.tryCurrent().isPresent());
    }
  }

  @InEachMode
  @Tag("T162")
  void plain_code_is_outside(RunMode mode) {
    assertThat(Inside.ask()).isEqualTo(Inside.NEITHER);
    Runs.run(mode, () -> Trio.checkpoint());
    assertThat(Inside.ask()).isEqualTo(Inside.NEITHER);
  }

  @InEachMode
  @Tag("T163")
  void a_task_and_the_functions_it_calls_are_inside(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          assertThat(Inside.ask()).isEqualTo(Inside.BOTH);
          Nursery.run(nursery ->
              nursery.startSoon(() -> {
                assertThat(Inside.ask()).isEqualTo(Inside.BOTH);
                CancelScope.shielded(() -> assertThat(Inside.ask()).isEqualTo(Inside.BOTH));
              }));
        });
  }

  @InEachMode
  @Tag("T164")
  void another_thread_that_a_task_waits_for_is_outside(RunMode mode) {
    AtomicReference<Inside> seen = new AtomicReference<>();
    Runs.run(
        mode,
        () -> {
          Thread worker = Thread.ofPlatform().start(() -> seen.set(Inside.ask()));
          Trio.blocking(_ -> joinUninterrupted(worker));
        });

    assertThat(seen).hasValue(Inside.NEITHER);
  }

  private static void joinUninterrupted(Thread worker) {
    boolean ended = false;
    while (!ended) {
      try {
        worker.join();
        ended = true;
      } catch (InterruptedException _) {
        ended = false;
      }
    }
  }

  @InEachMode
  @Tag("T165")
  void an_abort_function_is_in_the_task_that_cancels(RunMode mode) {
    AtomicReference<Inside> seen = new AtomicReference<>();
    AtomicReference<@Nullable Task<?>> in = new AtomicReference<>();
    Runs.run(
        mode,
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon(() -> {
                WaitToken<String> token = WaitToken.create("nothing");
                token.parkAsking(_ -> {
                  seen.set(Inside.ask());
                  in.set(Task.tryCurrent().orElse(null));
                  return Abort.SUCCEEDED;
                });
              });
              Runs.settle();
              nursery.cancel();
              assertThat(in).hasValue(Task.current());
            }));

    assertThat(seen).hasValue(Inside.BOTH);
  }
}
