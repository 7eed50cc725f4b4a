package io.trio4j;

/// Thrown by [Task#join()] when the task was cancelled: the joining task was not, so this is no
/// [Cancelled] but an ordinary exception.
///
/// {@snippet class="io.trio4j.snippets.ErrorSnippets" region="taskCancelled"}
///
/// @since 0.1
public final class TaskCancelledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Task<?> task;
  private final transient CancelReason reason;

  /// Made by [Task#join()].
  ///
  /// @param task the task that was cancelled
  /// @param reason why
  public TaskCancelledException(Task<?> task, CancelReason reason) {
    super("task " + task.path() + " was " + reason);
    this.task = task;
    this.reason = reason;
  }

  /// The task that was cancelled.
  ///
  /// @return the task
  /// @checkpoint never
  public Task<?> task() {
    return task;
  }

  /// Why it was cancelled.
  ///
  /// @return the reason of the cancelled scope
  /// @checkpoint never
  public CancelReason reason() {
    return reason;
  }
}
