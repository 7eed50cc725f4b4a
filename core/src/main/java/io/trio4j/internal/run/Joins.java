package io.trio4j.internal.run;

import io.trio4j.internal.park.Wait;
import io.trio4j.lowlevel.WaitSubject;
import org.jspecify.annotations.Nullable;

/// Waiting for the end of a task.
final class Joins {
  /// What dumps show for a joiner.
  private record End(RunTask<?> task) implements WaitSubject {
    @Override
    public java.util.List<io.trio4j.Task<?>> holders() {
      return java.util.List.of(task);
    }

    @Override
    public String toString() {
      return "the end of " + task;
    }
  }

  private Joins() {}

  static void await(RunTask<?> task) {
    RunTask<?> me = RunTask.current();
    if (me == task) {
      throw new IllegalStateException(
          task + " can't join itself: it would wait for ever. Return its value instead.");
    }
    if (task.isDone()) {
      Waiting.checkpoint();
      return;
    }
    Wait<@Nullable Void> wait = Wait.of(me, new End(task));
    TaskExtras extras = task.addExtras();
    if (!extras.addJoiner(wait) || task.isDone()) {
      wait.tryReschedule(null);
    }
    try {
      wait.park(() -> extras.removeJoiner(wait));
    } finally {
      extras.removeJoiner(wait);
    }
  }
}
