package io.trio4j.internal.hooks;

import io.trio4j.CancelScope;
import io.trio4j.internal.cancel.ScopeNode;
import io.trio4j.internal.run.Idling;
import io.trio4j.internal.run.Liveness;
import java.time.Duration;
import java.util.Set;

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

  /// Whether a cancel point was passed in a scope with a deadline since it was entered: the first
  /// one arms it.
  ///
  /// @param scope entered with a deadline
  /// @return true once a task in it was at a cancel point
  public static boolean hasArmedDeadline(CancelScope scope) {
    return (((ScopeNode) scope).state() & ScopeNode.OWN_UNARMED) == 0;
  }

  /// The runs that have not ended, compared by identity; `toString` describes them.
  ///
  /// @return a snapshot
  public static Set<Object> liveRuns() {
    return Liveness.runs();
  }

  /// How many deadlines and sleeps the real-time timer holds.
  ///
  /// @return a snapshot
  public static int timerEntryCount() {
    return Liveness.timerEntryCount();
  }
}
