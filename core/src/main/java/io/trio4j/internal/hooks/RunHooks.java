package io.trio4j.internal.hooks;

import io.trio4j.Call;
import io.trio4j.CancelScope;
import io.trio4j.ScopeAction;
import io.trio4j.Task;
import io.trio4j.internal.cancel.ScopeNode;
import io.trio4j.internal.cancel.WatchedScope;
import io.trio4j.internal.run.Idling;
import io.trio4j.internal.run.Liveness;
import io.trio4j.internal.run.Seams;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What tests may know of runs.
public final class RunHooks {
  private RunHooks() {}

  /// Waits until every other task of the current run has been parked by us for `cushion` of real
  /// time. Needs a run whose scheduler knows that: any with a clock of its own, and those with a
  /// baton.
  ///
  /// @param cushion not negative
  public static void waitAllTasksBlocked(Duration cushion) {
    Idling.await(cushion);
  }

  /// Whether the current run executes one task at a time, so that a schedule point hands over.
  ///
  /// @return false in parallel mode
  public static boolean runsOneTaskAtATime() {
    return Idling.runsOneTaskAtATime();
  }

  /// Whether the current run knows when nobody can go on, so that [#waitAllTasksBlocked] works.
  ///
  /// @return false in parallel mode on real time
  public static boolean countsWhoIsBusy() {
    return Idling.countsWhoIsBusy();
  }

  /// Whether a cancel point was passed in a scope with a deadline since it was entered: the first
  /// one arms it.
  ///
  /// @param scope entered with a deadline
  /// @return true once a task in it was at a cancel point
  public static boolean hasArmedDeadline(CancelScope scope) {
    return (((ScopeNode) scope).state() & ScopeNode.OWN_UNARMED) == 0;
  }

  /// Runs `body` in a scope of which each cancel point inside tells, in the body's own task and in
  /// those started in it, unless a shield is in between.
  ///
  /// @param <X> the checked type the body throws
  /// @param atCancelPoint called by the task at the point, under no lock, before it looks whether
  ///   it is cancelled; may cancel the scope, must not wait or throw
  /// @param body gets the scope
  /// @return the scope, exited
  /// @throws X whatever the body throws
  public static <X extends Throwable> CancelScope watchCancelPoints(
      Runnable atCancelPoint, ScopeAction<X> body) throws X {
    WatchedScope scope = WatchedScope.of(atCancelPoint);
    scope.watch(() -> body.run(scope));
    return scope;
  }

  /// Runs `body`: the runs that begin in it, nested ones too, get the threads of their tasks from
  /// what `change` makes of their factory.
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param change gets the usual factory
  /// @param body what to run
  /// @return the body's value
  /// @throws X whatever the body throws
  public static <T extends @Nullable Object, X extends Throwable> T withThreads(
      UnaryOperator<ThreadFactory> change, Call<T, X> body) throws X {
    return Seams.withThreads(change, body);
  }

  /// The runs that have not ended, compared by identity; `toString` describes them.
  ///
  /// @return a snapshot
  public static Set<Object> liveRuns() {
    return Liveness.runs();
  }

  /// The tasks of the current run that have not ended, those of runs around and in it included.
  ///
  /// @return a snapshot
  public static List<Task<?>> liveTasks() {
    return Liveness.tasks();
  }

  /// What a task waits for.
  ///
  /// @param task any
  /// @return the subject of its wait; empty unless it is in a wait of trio4j that is not over
  public static Optional<Object> waitSubject(Task<?> task) {
    return Liveness.waitSubject(task);
  }

  /// How many deadlines and sleeps the real-time timer holds.
  ///
  /// @return a snapshot
  public static int timerEntryCount() {
    return Liveness.timerEntryCount();
  }
}
