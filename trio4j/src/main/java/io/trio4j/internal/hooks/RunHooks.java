package io.trio4j.internal.hooks;

import io.trio4j.internal.run.Idling;
import io.trio4j.internal.run.Liveness;
import java.time.Duration;
import java.util.List;

/// What tests may know of runs.
public final class RunHooks {
  private RunHooks() {}

  /// Waits until every other task of the current run has been parked by us for `cushion` of real time.
  /// Needs a run whose scheduler knows that: any with a clock of its own, and those with a baton.
  public static void waitAllTasksBlocked(Duration cushion) {
    Idling.await(cushion);
  }

  /// One line for each live run: empty if nothing was left behind.
  public static List<String> liveRuns() {
    return Liveness.runs();
  }

  /// How many deadlines and sleeps the real-time timer holds.
  public static int timerEntryCount() {
    return Liveness.timerEntryCount();
  }
}
