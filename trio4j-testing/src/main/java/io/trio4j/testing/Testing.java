package io.trio4j.testing;

import io.trio4j.Action;
import io.trio4j.Call;
import io.trio4j.CancelScope;
import io.trio4j.ScopeOptions;
import io.trio4j.TrioTime;
import io.trio4j.internal.hooks.RunHooks;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a test says inside a run: wait until nothing can happen any more, and which code may wait.
///
/// @threadsafety the current task
/// @since 0.1
public final class Testing {
  /// Later than any [VirtualClock] goes, and yet a deadline: a scope that has it is told of the
  /// first cancel point inside, which arms it.
  private static final TrioTime NEVER_REACHED = new TrioTime(Long.MAX_VALUE - 1);

  private Testing() {}

  /// Waits until every other task of the run waits in trio4j or has ended.
  ///
  /// Then everything that could happen has happened: the usual way to let other tasks come to the
  /// point where the test wants them. Tasks that sleep count as waiting. Several may wait for this;
  /// an autojump clock does not jump before all of them are served.
  ///
  /// {@snippet class="io.trio4j.snippets.TestingSnippets" region="blocked"}
  ///
  /// @checkpoint always
  /// @oncancel nothing happened
  /// @throws IllegalStateException outside a task, or in a parallel run on real time, where nobody
  ///   counts who is busy: give it a [VirtualClock], or another mode
  /// @source Trio `wait_all_tasks_blocked`; conformance T511–T514, T538, T539
  public static void waitAllTasksBlocked() {
    waitAllTasksBlocked(Duration.ZERO);
  }

  /// Waits until every other task of the run has been waiting in trio4j, or has ended, for
  /// `cushion`.
  ///
  /// A cushion leaves time for what trio4j does not see: other threads, processes, the network.
  ///
  /// @param cushion in real time, also on a virtual clock; not negative
  /// @checkpoint always
  /// @oncancel nothing happened
  /// @throws IllegalArgumentException if `cushion` is negative
  /// @throws IllegalStateException outside a task, or in a parallel run on real time
  public static void waitAllTasksBlocked(Duration cushion) {
    RunHooks.waitAllTasksBlocked(cushion);
  }

  /// Runs `body` and fails if it was no whole checkpoint: somewhere in it a cancel must be able to
  /// hit, and, in the modes that run one task at a time, others must get a turn.
  ///
  /// The two halves may lie apart. Checkpoints of tasks the body starts count as its own. In
  /// parallel mode there are no schedule points and only the cancel half is looked at.
  ///
  /// {@snippet class="io.trio4j.snippets.TestingSnippets" region="checkpoints"}
  ///
  /// @param <X> the checked type the body throws
  /// @param body run once
  /// @throws X whatever the body throws; nothing is asserted then
  /// @checkpoint always, in the body
  /// @oncancel what the body leaves
  /// @throws AssertionError if a half is missing
  /// @throws IllegalStateException outside a task, or if the run executes one task at a time and
  ///   does not have the [StepCounter]
  /// @source Trio `assert_checkpoints`; conformance T515
  public static <X extends Throwable> void assertCheckpoints(Action<X> body) throws X {
    Testing.<@Nullable Void, X>assertCheckpoints(asCall(body));
  }

  /// Runs `body`, returns its value, and fails if it was no whole checkpoint; see
  /// [#assertCheckpoints(Action)].
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param body run once
  /// @return the body's value
  /// @throws X whatever the body throws; nothing is asserted then
  /// @checkpoint always, in the body
  /// @oncancel what the body leaves
  /// @throws AssertionError if a half is missing
  /// @throws IllegalStateException outside a task, or if the run executes one task at a time and
  ///   does not have the [StepCounter]
  public static <T extends @Nullable Object, X extends Throwable> T assertCheckpoints(
      Call<T, X> body) throws X {
    Points points = new Points();
    T value = points.watch(body);
    if (!points.sawCancelPoint || (points.oneAtATime && !points.sawSchedulePoint)) {
      throw new AssertionError(
          "expected a whole checkpoint, but the body " + points.describe() + ".");
    }
    return value;
  }

  /// Runs `body` and fails if anything in it was a cancel point or a schedule point.
  ///
  /// @param <X> the checked type the body throws
  /// @param body run once
  /// @throws X whatever the body throws
  /// @checkpoint never, if it succeeds
  /// @throws AssertionError if a cancel could have hit, or others got a turn; what the body threw
  ///   is the cause
  /// @throws IllegalStateException outside a task, or if the run executes one task at a time and
  ///   does not have the [StepCounter]
  /// @source Trio `assert_no_checkpoints`; conformance T516
  public static <X extends Throwable> void assertNoCheckpoints(Action<X> body) throws X {
    Testing.<@Nullable Void, X>assertNoCheckpoints(asCall(body));
  }

  /// Runs `body`, returns its value, and fails if anything in it was a cancel point or a schedule
  /// point.
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param body run once
  /// @return the body's value
  /// @throws X whatever the body throws
  /// @checkpoint never, if it succeeds
  /// @throws AssertionError if a cancel could have hit, or others got a turn; what the body threw
  ///   is the cause
  /// @throws IllegalStateException outside a task, or if the run executes one task at a time and
  ///   does not have the [StepCounter]
  public static <T extends @Nullable Object, X extends Throwable> T assertNoCheckpoints(
      Call<T, X> body) throws X {
    Points points = new Points();
    T value;
    try {
      value = points.watch(body);
    } catch (Throwable t) {
      points.requireNone(t);
      throw t;
    }
    points.requireNone(null);
    return value;
  }

  private static <X extends Throwable> Call<@Nullable Void, X> asCall(Action<X> body) {
    return () -> {
      body.run();
      return null;
    };
  }

  /// What was seen of a body.
  private static final class Points {
    final boolean oneAtATime = RunHooks.runsOneTaskAtATime();
    boolean sawCancelPoint;
    boolean sawSchedulePoint;

    <T extends @Nullable Object, X extends Throwable> T watch(Call<T, X> body) throws X {
      if (oneAtATime && !StepCounter.instance().countsHere()) {
        throw new IllegalStateException(
            "the schedule points of this run can't be seen. Give it the instrument:"
                + " options.withInstrument(StepCounter.instance())");
      }
      long before = StepCounter.instance().stepsHere();
      CancelScope probe = CancelScope.of(ScopeOptions.defaults().withDeadline(NEVER_REACHED));
      try {
        return probe.enter(body);
      } finally {
        sawCancelPoint = RunHooks.hasArmedDeadline(probe);
        sawSchedulePoint = StepCounter.instance().stepsHere() != before;
      }
    }

    void requireNone(@Nullable Throwable thrown) {
      if (sawCancelPoint || sawSchedulePoint) {
        throw new AssertionError(
            "expected no checkpoint, but the body " + describe() + ".", thrown);
      }
    }

    String describe() {
      String cancel = sawCancelPoint ? "had a cancel point" : "had no cancel point";
      String schedule = sawSchedulePoint ? "a schedule point" : "no schedule point";
      return oneAtATime ? cancel + " and " + schedule : cancel;
    }
  }
}
