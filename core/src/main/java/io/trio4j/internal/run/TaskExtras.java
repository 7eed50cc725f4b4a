package io.trio4j.internal.run;

import io.trio4j.internal.park.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What few tasks have: joiners, a start in progress, things to do when they end.
final class TaskExtras {
  private final List<Wait<@Nullable Void>> joiners = new ArrayList<>(1); // guarded by this
  private final List<Consumer<RunTask<?>>> atEnd = new ArrayList<>(0); // guarded by this
  private boolean over; // guarded by this
  volatile @Nullable ForeignRegion region; // written by the task, read by the engine
  private @Nullable StartStatus<?> start; // written before the task is published

  void setStart(StartStatus<?> status) {
    start = status;
  }

  @Nullable RunNursery eventualHome() {
    StartStatus<?> status = start;
    return status == null ? null : status.eventualHome();
  }

  /// The task ends: `started` can't be called any more.
  void closeStart(RunTask<?> task) {
    StartStatus<?> status = start;
    if (status != null) {
      status.closeBy(task);
    }
  }

  /// False if the task has ended.
  synchronized boolean addJoiner(Wait<@Nullable Void> wait) {
    if (!over) {
      joiners.add(wait);
    }
    return !over;
  }

  synchronized void removeJoiner(Wait<@Nullable Void> wait) {
    joiners.remove(wait);
  }

  /// False if the task has ended.
  synchronized boolean addAtEnd(Consumer<RunTask<?>> action) {
    if (!over) {
      atEnd.add(action);
    }
    return !over;
  }

  synchronized boolean removeAtEnd(Consumer<RunTask<?>> action) {
    return atEnd.remove(action);
  }

  @SuppressWarnings("ReferenceEquality") // an error must not become its own suppressed
  void taskEnded(RunTask<?> task) {
    synchronized (this) {
      over = true;
    }
    Throwable broken = null;
    // one by one: a copy could run out of memory and leave a joiner behind
    for (var action = nextAtEnd(); action != null; action = nextAtEnd()) {
      try {
        action.accept(task);
      } catch (Throwable t) { // the run dies of it; the others must be told all the same
        if (broken == null) {
          broken = t;
        } else if (broken != t) {
          broken.addSuppressed(t);
        }
      }
    }
    for (var wait = nextJoiner(); wait != null; wait = nextJoiner()) {
      wait.tryReschedule(null);
    }
    if (broken != null) {
      task.inRun().crash("what was to be done at the end of " + task + " failed", broken);
    }
  }

  private synchronized @Nullable Consumer<RunTask<?>> nextAtEnd() {
    return atEnd.isEmpty() ? null : atEnd.removeFirst();
  }

  private synchronized @Nullable Wait<@Nullable Void> nextJoiner() {
    return joiners.isEmpty() ? null : joiners.removeFirst();
  }
}
