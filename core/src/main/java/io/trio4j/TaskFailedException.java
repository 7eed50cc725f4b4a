package io.trio4j;

/// Thrown by [Task#join()] when the task ended with an exception, which is the cause.
///
/// If it leaves the nursery the failed task belongs to, it is not added to the group a second time.
///
/// {@snippet class="io.trio4j.snippets.ErrorSnippets" region="taskFailed"}
///
/// @since 0.1
public final class TaskFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Task<?> task;

  /// Made by [Task#join()].
  ///
  /// @param task the task that failed
  /// @param cause what it threw
  public TaskFailedException(Task<?> task, Throwable cause) {
    super("task " + task.path() + " failed: " + cause, cause);
    this.task = task;
  }

  /// The task that failed.
  ///
  /// @return the task
  /// @checkpoint never
  public Task<?> task() {
    return task;
  }
}
