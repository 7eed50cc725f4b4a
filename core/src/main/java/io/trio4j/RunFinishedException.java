package io.trio4j;

/// Thrown when something is handed to a run that has ended.
///
/// {@snippet class="io.trio4j.snippets.ErrorSnippets" region="runFinished"}
///
/// @since 0.1
public final class RunFinishedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /// Makes one; mostly the library does.
  ///
  /// @param message what is wrong, the rule, the way out
  public RunFinishedException(String message) {
    super(message);
  }

  /// Makes one with the other party as cause.
  ///
  /// @param message what is wrong, the rule, the way out
  /// @param cause the other party
  public RunFinishedException(String message, Throwable cause) {
    super(message, cause);
  }
}
