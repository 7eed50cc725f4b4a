package io.trio4j.internal.park;

import io.trio4j.Task;
import io.trio4j.internal.cancel.ScopeNode;
import io.trio4j.internal.cancel.TaskNode;
import org.jspecify.annotations.Nullable;

/// What a [Wait] needs of its task.
public abstract class WaitingTask extends TaskNode {
  protected WaitingTask(@Nullable ScopeNode parent) {
    super(parent);
  }

  /// Stops the current thread until `wait` is over. Called by the task itself.
  protected abstract void stopUntilOver(Wait<?> wait);

  /// `wait` is over: lets the task go on, now or when it comes to wait. Called by anyone.
  protected abstract void wake(Wait<?> wait);

  /// An abort function of a wait of this task failed.
  protected abstract void abortFailed(Wait<?> wait, @Nullable Throwable error);

  public abstract Task<?> handle();
}
