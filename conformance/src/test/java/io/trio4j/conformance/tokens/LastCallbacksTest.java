package io.trio4j.conformance.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.TrioInternalError;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import io.trio4j.lowlevel.RunToken;
import io.trio4j.lowlevel.SystemTasks;
import io.trio4j.lowlevel.WaitToken;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Tag;

/// Callbacks of a run that is about to end.
class LastCallbacksTest {
  @InEachMode
  @Tag("T156")
  void a_callback_handed_in_before_main_fails_still_runs(RunMode mode) {
    Trail trail = new Trail();

    IllegalArgumentException error =
        catchThrowableOfType(
            IllegalArgumentException.class,
            () ->
                Runs.run(
                    mode,
                    () -> {
                      RunToken.current().runSoon(() -> trail.add("ran"));
                      throw new IllegalArgumentException("main's own");
                    }));

    assertThat(error).hasMessage("main's own");
    assertThat(trail.steps()).containsExactly("ran");
  }

  @InEachMode
  @Tag("T158")
  void a_callback_waits_for_the_one_before_it_also_when_main_has_ended(RunMode mode) {
    Trail trail = new Trail();

    Runs.run(
        mode,
        () -> {
          RunToken token = RunToken.current();
          Thread main = Thread.currentThread();
          WaitToken<String> begun = WaitToken.create("the first callback");
          token.runSoon(() -> {
            trail.add("first begins");
            begun.tryReschedule("begun");
            spinUntilWaiting(main, trail);
            trail.add("first ends");
          });
          begun.park(() -> {});
          token.runSoon(() -> trail.add("second"));
        });

    assertThat(trail.steps()).containsExactly("first begins", "first ends", "second");
  }

  /// Main has nothing left to do but to wait for us, unless it runs what was handed in after us.
  private static void spinUntilWaiting(Thread main, Trail trail) {
    while (main.getState() != Thread.State.WAITING && !trail.steps().contains("second")) {
      Thread.onSpinWait();
    }
  }

  @InEachMode
  @Tag("T161")
  void a_callback_that_fails_at_the_end_does_not_stop_those_after_it(RunMode mode) {
    Trail trail = new Trail();

    TrioInternalError error =
        catchThrowableOfType(
            TrioInternalError.class,
            () ->
                Runs.run(
                    mode,
                    () -> {
                      RunToken token = RunToken.current();
                      token.runSoon(() -> {
                        token.runSoon(() -> fail());
                        token.runSoon(() -> trail.add("later"));
                      });
                    }));

    assertThat(error).hasCauseInstanceOf(NoSuchElementException.class);
    assertThat(trail.steps()).containsExactly("later");
  }

  private static void fail() {
    throw new NoSuchElementException("key");
  }

  @InEachMode
  @Tag("T161")
  void a_system_task_that_is_being_ended_can_still_hand_in_callbacks(RunMode mode) {
    Trail trail = new Trail();

    TrioInternalError error =
        catchThrowableOfType(
            TrioInternalError.class,
            () ->
                Runs.run(
                    mode,
                    () -> {
                      RunToken token = RunToken.current();
                      SystemTasks.start("late", () -> handInAtTheEnd(token, trail));
                      Runs.settle();
                      trail.add("main ends");
                    }));

    assertThat(trail.steps()).containsExactly("main ends", "2nd ran");
    assertThat(error).hasCauseInstanceOf(NoSuchElementException.class);
  }

  private static void handInAtTheEnd(RunToken token, Trail trail) {
    try {
      Trio.sleepForever();
    } finally {
      token.runSoon(() -> fail());
      token.runSoon(() -> trail.add("2nd ran"));
    }
  }
}
