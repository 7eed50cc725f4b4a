package io.trio4j.lowlevel;

import io.trio4j.CancelReason;
import io.trio4j.Cancelled;
import io.trio4j.internal.cancel.CancelledFactory;

/// A cancel that has reached a wait.
///
/// {@snippet class="io.trio4j.snippets.WaitSnippets" region="abort"}
///
/// @param reason who cancelled and why
/// @since 0.1
public record CancelRequest(CancelReason reason) {
  /// The error to end the wait with, for an abort that takes time:
  /// `token.tryFail(cancel.toCancelled())`.
  ///
  /// @return a new instance
  /// @checkpoint never
  public Cancelled toCancelled() {
    return CancelledFactory.create(reason);
  }
}
