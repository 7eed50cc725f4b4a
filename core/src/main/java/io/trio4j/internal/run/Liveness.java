package io.trio4j.internal.run;

import io.trio4j.Task;
import io.trio4j.internal.cancel.ScopeNode;
import io.trio4j.internal.park.Wait;
import io.trio4j.internal.time.RealTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is alive in this JVM: the registry leak checks compare.
public final class Liveness {
  private Liveness() {}

  public static Set<Object> runs() {
    return Set.copyOf(Run.live());
  }

  public static int timerEntryCount() {
    return RealTime.instance().timer().pendingCount();
  }

  /// The tasks of the current run, and of the runs around and in it, that have not ended.
  public static List<Task<?>> tasks() {
    List<Task<?>> all = new ArrayList<>();
    ArrayDeque<RunTask<?>> work = new ArrayDeque<>();
    work.add(RunTask.current().inRun().root().mainTask());
    while (!work.isEmpty()) {
      RunTask<?> task = work.remove();
      all.add(task);
      for (ScopeNode at = task.innermost(); at != null && at != task; at = at.parentNode()) {
        if (at instanceof RunNursery nursery) {
          nursery.children().forEach(work::add);
        }
      }
    }
    return all;
  }

  /// What a task waits for in a wait of ours that is not over.
  public static Optional<Object> waitSubject(Task<?> task) {
    return ((RunTask<?>) task).currentWait() instanceof Wait<?> wait && wait.isWaiting()
        ? Optional.of(wait.subject())
        : Optional.empty();
  }
}
