package io.trio4j.testing;

import io.trio4j.Action;
import io.trio4j.internal.hooks.RunHooks;
import io.trio4j.testing.internal.Search;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// Runs a test under many schedules, to find the one under which it fails.
///
/// {@snippet class="io.trio4j.snippets.ExplorerSnippets" region="explore"}
///
/// Each schedule is a run of its own, deterministic, on a virtual clock that jumps: an hour of
/// sleeping costs nothing. The body is the main task. It is called once for each schedule, so it
/// makes all it uses afresh; what it takes from outside of itself must not change.
///
/// When a schedule fails, the explorer makes it as short as it can (few switches, few steps), runs
/// it twice more, and throws a [FailedScheduleError] with the schedule as text. [#replay] runs that
/// one again, under a debugger for example.
///
/// What counts as a failure:
///
/// - the body or one of its tasks throws: an assertion, an
///   [ExceptionGroup][io.trio4j.ExceptionGroup];
/// - *deadlock*: every task waits, no deadline is pending, and no thread outside has woken one for
///   [a while][ExplorerOptions#grace()]. The message tells who waits for whom, and the circle if
///   there is one, as far as the [subjects][io.trio4j.lowlevel.WaitSubject] of the waits tell who
///   holds them. Threads outside that will wake a task should take the run's
///   [token][io.trio4j.lowlevel.RunToken], for which there is more time;
/// - *livelock*: the test does not end within [ExplorerOptions#maxSteps()] turns, nor within as
///   many in which everybody goes on in order. The message tells the turns that repeat;
/// - the test is *not deterministic*: the same schedule did something else the second time. The
///   message tells the first turn that differed, with both stacks. The first schedule, some of the
///   others and each that fails are run twice for that.
///
/// A task that can't be cancelled when its run has failed in one of the last three ways stays
/// behind, parked for ever.
///
/// A switch between tasks crosses cores if it can. With
/// `-Djdk.virtualThreadScheduler.parallelism=1` in the JVM of the tests exploring is half again as
/// fast (benchmark W14).
///
/// @threadsafety any thread but a task; the caller waits. Explorations may run side by side.
/// @source conformance T573
/// @since 0.1
public final class Explorer {
  private Explorer() {}

  /// Tries a thousand schedules.
  ///
  /// @param body the test: called once for each schedule
  /// @return what was tried, if nothing was found
  /// @checkpoint never: it must not be called in a task
  /// @throws FailedScheduleError if the test fails under a schedule
  /// @throws CancellationException if the calling thread is interrupted; the flag stays set
  /// @throws IllegalStateException in a task
  public static Exploration explore(Action<? extends Throwable> body) {
    return explore(ExplorerOptions.defaults(), body);
  }

  /// Tries as many schedules as the options say.
  ///
  /// @param options strategy, number and so on
  /// @param body the test: called once for each schedule
  /// @return what was tried, if nothing was found
  /// @checkpoint never: it must not be called in a task
  /// @throws FailedScheduleError if the test fails under a schedule
  /// @throws CancellationException if the calling thread is interrupted; the flag stays set
  /// @throws IllegalStateException in a task
  public static Exploration explore(ExplorerOptions options, Action<? extends Throwable> body) {
    Objects.requireNonNull(body, "body");
    return new Errand<>(() -> new Search(options, body).explore()).run();
  }

  /// Runs the test under one schedule.
  ///
  /// @param schedule what a [FailedScheduleError] told: `4:2 9:0` is "at step 4 task 2, at step 9
  ///   task 0, else as usual", where the same task goes on as long as it can, then the one that has
  ///   been ready longest; tasks are numbered as they become ready, from the main task's 0; `-` is
  ///   the usual schedule, and `random:17` or `pct3:17:120` one that was drawn
  /// @param body the test: called three times if it fails
  /// @checkpoint never: it must not be called in a task
  /// @throws FailedScheduleError if the test fails; one that passes although the schedule does not
  ///   fit it any more is logged
  /// @throws IllegalArgumentException if `schedule` is none
  /// @throws CancellationException if the calling thread is interrupted; the flag stays set
  /// @throws IllegalStateException in a task
  public static void replay(String schedule, Action<? extends Throwable> body) {
    replay(ExplorerOptions.defaults(), schedule, body);
  }

  /// Runs the test under one schedule, with the limits and the seed of the exploration that found
  /// it.
  ///
  /// @param options only limits, grace and seed matter
  /// @param schedule see [#replay(String, Action)]
  /// @param body the test: called three times if it fails
  /// @checkpoint never: it must not be called in a task
  /// @throws FailedScheduleError if the test fails
  /// @throws IllegalArgumentException if `schedule` is none
  /// @throws CancellationException if the calling thread is interrupted; the flag stays set
  /// @throws IllegalStateException in a task
  public static void replay(
      ExplorerOptions options, String schedule, Action<? extends Throwable> body) {
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(body, "body");
    new Errand<>(
            () -> {
              new Search(options, body).replay(schedule);
              return "";
            })
        .run();
  }

  /// Tells the explorer that the current turn uses something that other tasks use too; see
  /// [Strategy.Sharing#DECLARED]. Does nothing otherwise, in any thread.
  ///
  /// @param shared compared by identity
  /// @checkpoint never
  public static void touches(Object shared) {
    RunHooks.touched(Objects.requireNonNull(shared, "shared"));
  }

  /// What a thread of its own does for the caller: a virtual one starts others cheaply.
  private static final class Errand<T> {
    private final InterruptibleCall<T> call;
    private @Nullable T result; // written by the thread
    private @Nullable Throwable thrown; // written by the thread

    Errand(InterruptibleCall<T> call) {
      this.call = call;
    }

    T run() {
      if (RunHooks.isInTask()) {
        throw new IllegalStateException(
            "the explorer starts runs of its own and waits for them, which a task must not do. Call"
                + " it from the test method itself, outside of any run.");
      }
      Thread thread = Thread.ofVirtual().name("explorer").start(this::perform);
      boolean interrupted = false;
      while (true) {
        try {
          thread.join();
          break;
        } catch (InterruptedException _) { // set again below
          interrupted = true;
          thread.interrupt();
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return outcome();
    }

    private void perform() {
      try {
        result = call.call();
      } catch (Throwable t) { // thrown by outcome
        thrown = t;
      }
    }

    private T outcome() {
      switch (thrown) {
        case null -> {}
        case InterruptedException _ ->
            throw new CancellationException("the exploration was interrupted");
        case FailedScheduleError failed -> {
          failed.fillInStackTrace();
          throw failed;
        }
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable t -> throw new IllegalStateException("unreachable: " + t, t);
      }
      T value = result;
      if (value == null) {
        throw new IllegalStateException("unreachable: no result");
      }
      return value;
    }
  }

  /// A piece of work that an interrupt ends.
  private interface InterruptibleCall<T> {
    T call() throws InterruptedException;
  }
}
