package io.trio4j;

/// A defect of trio4j or of an abort function or system task given to it: please report it.
///
/// {@snippet class="io.trio4j.snippets.ErrorSnippets" region="internal"}
///
/// @since 0.1
public final class TrioInternalError extends Error {
  private static final long serialVersionUID = 1L;

  /// Makes one; mostly the library does.
  ///
  /// @param message what is wrong, the rule, the way out
  public TrioInternalError(String message) {
    super(message);
  }

  /// Makes one with the other party as cause.
  ///
  /// @param message what is wrong, the rule, the way out
  /// @param cause the other party
  public TrioInternalError(String message, Throwable cause) {
    super(message, cause);
  }
}
