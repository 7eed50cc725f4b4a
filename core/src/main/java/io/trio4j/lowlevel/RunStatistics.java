package io.trio4j.lowlevel;

import io.trio4j.internal.run.Statistics;
import java.time.Duration;
import java.util.Optional;

/// A look at a run.
///
/// {@snippet class="io.trio4j.snippets.WaitSnippets" region="statistics"}
///
/// @param tasksLiving tasks that have not ended, without the run's own helpers
/// @param tasksRunnable tasks that wait for their turn; 0 in parallel mode, where the JVM schedules
/// @param callbacksQueued callbacks handed in through the [RunToken] and not yet run
/// @param untilNextDeadline to the earliest deadline or end of a sleep; empty if none
/// @source Trio `current_statistics`; conformance T034–T036
/// @since 0.1
public record RunStatistics(
    int tasksLiving, int tasksRunnable, int callbacksQueued, Optional<Duration> untilNextDeadline) {
  /// The statistics of the current run. Walks the tree: not for hot paths.
  ///
  /// @return a weakly consistent snapshot
  /// @checkpoint never
  /// @throws IllegalStateException outside a run
  public static RunStatistics current() {
    return Statistics.current();
  }
}
