package io.trio4j.testing.internal;

import io.trio4j.Task;
import io.trio4j.internal.hooks.RunView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Who waits for whom in a run in which nobody can go on.
final class Deadlock {
  private final Map<Task<?>, RunView.Parked> parked = new LinkedHashMap<>();
  private final Map<Task<?>, List<StackTraceElement>> stacks = new LinkedHashMap<>();

  Deadlock(List<RunView.Parked> all) {
    for (RunView.Parked wait : all) {
      parked.put(wait.task(), wait);
      stacks.put(wait.task(), Places.users(wait.task().stackTrace()));
    }
  }

  /// A circle of tasks each of which waits for the next.
  ///
  /// @return the tasks in order; empty if none can be seen
  List<Task<?>> cycle() {
    Set<Task<?>> seen = new LinkedHashSet<>();
    for (Task<?> task : parked.keySet()) {
      List<Task<?>> found = cycleFrom(task, new ArrayList<>(), seen);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private List<Task<?>> cycleFrom(Task<?> task, List<Task<?>> way, Set<Task<?>> seen) {
    int before = way.indexOf(task);
    if (before >= 0) {
      return List.copyOf(way.subList(before, way.size()));
    }
    RunView.Parked wait = parked.get(task);
    if (wait == null || !seen.add(task)) {
      return List.of();
    }
    way.add(task);
    for (Task<?> holder : wait.holders()) {
      List<Task<?>> found = cycleFrom(holder, way, seen);
      if (!found.isEmpty()) {
        return found;
      }
    }
    way.removeLast();
    return List.of();
  }

  @Override
  public String toString() {
    StringBuilder out =
        new StringBuilder(
            "deadlock: "
                + parked.size()
                + " tasks wait, none can go on and no deadline is pending\n");
    for (RunView.Parked wait : parked.values()) {
      String place = Places.first(stacks.getOrDefault(wait.task(), List.of()));
      out.append("  ")
          .append(wait.task().path())
          .append(" waits for ")
          .append(Trace.textOf(wait.subject()))
          .append(wait.holders().isEmpty() ? "" : ", held by " + paths(wait.holders(), ", "))
          .append(place.isEmpty() ? "" : ", at " + place)
          .append('\n');
    }
    return out.append(cycleText()).toString();
  }

  private String cycleText() {
    List<Task<?>> cycle = cycle();
    if (cycle.isEmpty()) {
      return "  no circle can be seen: who waits for a signal that nobody is left to give, or for"
          + " something whose WaitSubject does not tell its holders";
    }
    return "  circle: " + paths(cycle, " -> ") + " -> " + cycle.getFirst().path();
  }

  private static String paths(List<? extends Task<?>> tasks, String between) {
    return tasks.stream().map(Task::path).collect(Collectors.joining(between));
  }
}
