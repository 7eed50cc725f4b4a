package io.trio4j;

/// Thrown by a wait of a task whose thread somebody interrupted: an ordinary failure of that task.
///
/// The main task of a run is the exception: interrupting it cancels the run.
///
/// {@snippet class="io.trio4j.snippets.ErrorSnippets" region="taskInterrupted"}
///
/// @since 0.1
public final class TaskInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Makes one; mostly the library does.
  ///
  /// @param message what is wrong, the rule, the way out
  public TaskInterruptedException(String message) {
    super(message);
  }

  /// Makes one with the other party as cause.
  ///
  /// @param message what is wrong, the rule, the way out
  /// @param cause the other party
  public TaskInterruptedException(String message, Throwable cause) {
    super(message, cause);
  }
}
