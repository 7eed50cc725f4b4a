package io.trio4j.internal.run;

import io.trio4j.internal.cancel.ScopeNode;
import io.trio4j.internal.cancel.TaskScope;
import io.trio4j.lowlevel.RunStatistics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/// Counts by walking the tree.
public final class Statistics {
  private Statistics() {}

  public static RunStatistics current() {
    Run run = RunTask.current().inRun();
    long now = run.time().now();
    long next = Long.MAX_VALUE;
    int living = 0;
    ArrayDeque<RunTask<?>> work = new ArrayDeque<>();
    work.add(run.mainTask());
    for (RunTask<?> task = work.poll(); task != null; task = work.poll()) {
      living += task.isHelper() ? 0 : 1;
      for (ScopeNode at = task.innermost(); at != null && at != task; at = at.parentNode()) {
        if (at instanceof TaskScope scope) {
          next = Math.min(next, scope.expiryNanos());
        }
        if (at instanceof RunNursery nursery) {
          nursery.children().forEach(work::add);
        }
      }
      next = Math.min(next, Waiting.endOfSleep(task));
    }
    Optional<Duration> untilNext =
        next == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofNanos(next - now));
    return new RunStatistics(
        living, run.scheduler().runnableCount(), run.entry().queuedCount(), untilNext);
  }
}
