package io.trio4j;

/// Thrown when a task uses what another task is using right now and what only one may use at a
/// time.
///
/// {@snippet class="io.trio4j.snippets.ErrorSnippets" region="busy"}
///
/// @source Trio `BusyResourceError`; conformance T586
/// @since 0.1
public final class BusyResourceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Makes one; mostly the library does.
  ///
  /// @param message what is wrong, the rule, the way out
  public BusyResourceException(String message) {
    super(message);
  }
}
