package io.trio4j.internal.run;

import io.trio4j.Cancelled;
import io.trio4j.Startable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `start` and `startService` with a startable: it runs in a hidden nursery of the caller until it
/// reports.
final class Starting {
  private Starting() {}

  static <V extends @Nullable Object> V start(
      RunNursery target, Object given, Startable<V> startable, boolean asService) throws Exception {
    Objects.requireNonNull(given, "name");
    Objects.requireNonNull(startable, "startable");
    RunTask<?> caller = RunTask.current();
    if (caller.tree() != target.run().tree()) {
      throw new IllegalStateException(
          caller + " is in another run than " + target + ". Start it from a task of that run.");
    }
    Object nameSource = target.noteSite(given, startable);
    RunNursery hidden = new RunNursery(caller, "", RunNursery.Kind.STARTING);
    StartStatus<V> status = new StartStatus<>(hidden, target, asService);
    boolean adopted = false;
    target.reserve(); // what needs memory comes before: from here on the place is given back
    try {
      Cancelled before = hidden.openBlock();
      Throwable thrown = null;
      try {
        hidden.launchStarting(child(target, hidden, nameSource, startable, status, caller));
      } catch (Throwable t) { // thrown by closeBlock
        thrown = t;
      }
      hidden.closeBlock(before, thrown);
      adopted = status.wasAdopted();
      if (!status.wasReported()) {
        throw new IllegalStateException(
            "child "
                + nameText(given)
                + " ended without calling started(). start(…) needs it; use startSoon(…) if nobody"
                + " waits for a value.");
      }
      return status.value();
    } finally {
      if (!adopted && !status.wasAdopted()) {
        target.release();
      }
    }
  }

  private static <V extends @Nullable Object> RunTask<?> child(
      RunNursery target,
      RunNursery hidden,
      Object nameSource,
      Startable<V> startable,
      StartStatus<V> status,
      RunTask<?> caller) {
    Object body = new TaskBodies.Started<>(startable, status);
    RunTask<?> child =
        new RunTask<>(target.run(), hidden, nameSource, body, Context.capture(caller));
    status.setTask(child);
    child.addExtras().setStart(status);
    child.prepareThread();
    return child;
  }

  private static String nameText(Object nameSource) {
    String name =
        nameSource instanceof Class<?> type ? TaskBodies.nameOf(type) : nameSource.toString();
    return "Task[" + name + "]";
  }
}
