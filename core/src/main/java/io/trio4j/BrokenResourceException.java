package io.trio4j;

/// Thrown when the other side of a resource is gone for good.
///
/// {@snippet class="io.trio4j.snippets.ErrorSnippets" region="broken"}
///
/// @since 0.1
public final class BrokenResourceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Makes one; mostly the library does.
  ///
  /// @param message what is wrong, the rule, the way out
  public BrokenResourceException(String message) {
    super(message);
  }

  /// Makes one with the other party as cause.
  ///
  /// @param message what is wrong, the rule, the way out
  /// @param cause the other party
  public BrokenResourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
