package io.trio4j;

/// Thrown by a value-returning form whose scope absorbed its own cancel: there is no value to
/// return.
///
/// {@snippet class="io.trio4j.snippets.ErrorSnippets" region="noResult"}
///
/// @since 0.1
public final class NoResultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Makes one; mostly the library does.
  ///
  /// @param message what is wrong, the rule, the way out
  public NoResultException(String message) {
    super(message);
  }

  /// Makes one with the other party as cause.
  ///
  /// @param message what is wrong, the rule, the way out
  /// @param cause the other party
  public NoResultException(String message, Throwable cause) {
    super(message, cause);
  }
}
