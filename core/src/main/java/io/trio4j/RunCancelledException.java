package io.trio4j;

/// Thrown by [Trio#run(Action)] when the run itself was cancelled: by an interrupt of the thread
/// that called it, or through its [RunHandle].
///
/// {@snippet class="io.trio4j.snippets.ErrorSnippets" region="runCancelled"}
///
/// @since 0.1
public final class RunCancelledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient CancelReason reason;

  /// Made by the run.
  ///
  /// @param reason who cancelled the run and why
  public RunCancelledException(CancelReason reason) {
    super("the run was " + reason);
    this.reason = reason;
  }

  /// Who cancelled the run and why.
  ///
  /// @return the reason
  /// @checkpoint never
  public CancelReason reason() {
    return reason;
  }
}
