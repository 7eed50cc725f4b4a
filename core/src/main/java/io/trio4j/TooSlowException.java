package io.trio4j;

/// Thrown by the `failAfter` forms when their own deadline passed before the body was done.
///
/// {@snippet class="io.trio4j.snippets.ErrorSnippets" region="tooSlow"}
///
/// @since 0.1
public final class TooSlowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Makes one; mostly the library does.
  ///
  /// @param message what is wrong, the rule, the way out
  public TooSlowException(String message) {
    super(message);
  }

  /// Makes one with the other party as cause.
  ///
  /// @param message what is wrong, the rule, the way out
  /// @param cause the other party
  public TooSlowException(String message, Throwable cause) {
    super(message, cause);
  }
}
