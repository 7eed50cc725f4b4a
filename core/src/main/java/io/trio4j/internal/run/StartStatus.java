package io.trio4j.internal.run;

import io.trio4j.TaskStatus;
import org.jspecify.annotations.Nullable;

/// Where a started task reports, and the decision to whom it belongs.
public final class StartStatus<V extends @Nullable Object> implements TaskStatus<V> {
  /*
   * States (of `stage`)
   *   WAITING -> ADOPTED   // started, the caller was not cancelled: the task moved to its target
   *   WAITING -> REFUSED   // started, but the caller was cancelled: the task stays
   *   WAITING -> ENDED     // the task ended without a word
   *   All under the tree lock: started, the caller's cancel and the task's end are ordered by it.
   */
  private enum Stage {
    WAITING,
    ADOPTED,
    REFUSED,
    ENDED
  }

  private static final StartStatus<?> IGNORED = new StartStatus<>(null, null, false);

  private final @Nullable RunNursery hidden;
  private final @Nullable RunNursery target;
  private final boolean asService;
  private @Nullable RunTask<?> task; // written before the task is published
  private volatile Stage stage = Stage.WAITING; // under the tree lock
  private @Nullable V value; // written before the stage

  StartStatus(@Nullable RunNursery hidden, @Nullable RunNursery target, boolean asService) {
    this.hidden = hidden;
    this.target = target;
    this.asService = asService;
  }

  @SuppressWarnings("unchecked") // it takes values of any type and keeps none
  public static <V extends @Nullable Object> TaskStatus<V> ignored() {
    return (TaskStatus<V>) IGNORED;
  }

  void setTask(RunTask<?> started) {
    task = started;
  }

  @Override
  public void started(V ready) {
    RunNursery from = hidden;
    RunNursery to = target;
    RunTask<?> child = task;
    if (from == null || to == null || child == null) {
      return; // nobody listens
    }
    Stage[] seen = new Stage[1];
    try {
      child.tree().reparent(child, to, cancelled -> claim(child, from, to, ready, cancelled, seen));
    } finally {
      if (seen[0] == Stage.WAITING && stage == Stage.ADOPTED) {
        try {
          from.release(); // also if there was no memory for what the move caused
        } finally {
          if (asService) {
            to.wakeOwner(); // it has to note the service
          }
        }
        child.deadlineOpened(); // a look at the run may have missed the child while it moved
      }
    }
    if (seen[0] != Stage.WAITING) {
      throw new IllegalStateException(
          child
              + (seen[0] == Stage.ENDED ? " has ended" : " has already called started()")
              + ". It can be called once, before the task ends.");
    }
  }

  /// Under the tree lock: whether the child moves.
  private boolean claim(
      RunTask<?> child, RunNursery from, RunNursery to, V ready, boolean cancelled, Stage[] seen) {
    seen[0] = stage;
    if (stage != Stage.WAITING) {
      return false;
    }
    if (!cancelled) {
      from.handOver(child, to, asService); // first: without memory for it nothing has happened
    }
    value = ready;
    stage = cancelled ? Stage.REFUSED : Stage.ADOPTED;
    return !cancelled;
  }

  /// The task ends.
  void closeBy(RunTask<?> ending) {
    ending
        .tree()
        .decide(() -> {
          if (stage == Stage.WAITING) {
            stage = Stage.ENDED; // from here on the task's home can't change
          }
          return stage;
        });
  }

  boolean wasReported() {
    return stage == Stage.ADOPTED || stage == Stage.REFUSED;
  }

  boolean wasAdopted() {
    return stage == Stage.ADOPTED;
  }

  @SuppressWarnings("NullAway") // read only if it was reported
  V value() {
    return value;
  }

  @Nullable RunNursery eventualHome() {
    return stage == Stage.WAITING ? target : null;
  }

  @Override
  public String toString() {
    return "TaskStatus[" + (task == null ? "ignored" : task + ", " + stage) + "]";
  }
}
