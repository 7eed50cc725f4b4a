package io.trio4j.testing;

import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.internal.hooks.RunHooks;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The tasks of a run, then and now.
final class TaskLeaks {
  private final Set<Task<?>> before = Collections.newSetFromMap(new IdentityHashMap<>());

  private TaskLeaks() {
    before.addAll(RunHooks.liveTasks());
  }

  /// Notes the tasks there are now; empty outside a task.
  static Optional<TaskLeaks> begin() {
    return Task.tryCurrent().map(_ -> new TaskLeaks());
  }

  /// Lets the others go on until they have ended or nothing moves any more.
  static void settle(long graceNanos, TaskLeaks leaks) {
    if (leaks.left().isEmpty()) {
      return;
    }
    if (RunHooks.countsWhoIsBusy()) {
      RunHooks.waitAllTasksBlocked(Duration.ZERO);
      return;
    }
    long start = System.nanoTime();
    while (!leaks.left().isEmpty() && System.nanoTime() - start <= graceNanos) {
      Trio.checkpoint();
      Thread.yield();
    }
  }

  /// Those that were not there before.
  List<String> left() {
    return RunHooks.liveTasks().stream()
        .filter(task -> !before.contains(task))
        .map(task -> task + ", which " + TaskStates.describe(task))
        .toList();
  }
}
