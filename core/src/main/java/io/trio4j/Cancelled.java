package io.trio4j;

import io.trio4j.internal.cancel.CancelledFactory;
import org.jspecify.annotations.Nullable;

/// Thrown by every checkpoint of a task inside a cancelled scope. It is absorbed by that scope.
///
/// It is an [Error], so that `catch (Exception e)` does not eat it, and has no stack trace: it is
/// not a failure but the way out. Code that catches it (or `Throwable`) to clean up must let it go
/// on. A body that returns normally after one was thrown in it and not absorbed inside is reported.
///
/// {@snippet class="io.trio4j.snippets.CancelScopeSnippets" region="cancelled"}
///
/// @threadsafety immutable but for its suppressed exceptions
/// @source Trio `Cancelled`; conformance T124–T132
/// @since 0.1
public final class Cancelled extends Error {
  private static final long serialVersionUID = 1L;

  static {
    CancelledFactory.register(Cancelled::new);
  }

  /// Who cancelled what, why and when.
  private final CancelReason reason;

  private Cancelled(CancelReason reason, @Nullable Throwable cause) {
    super(null, cause, true, false);
    this.reason = reason;
  }

  /// Who cancelled what, why and when.
  ///
  /// @return the reason of the cancelled scope
  /// @checkpoint never
  public CancelReason reason() {
    return reason;
  }

  @Override
  public String getMessage() {
    return reason.toString();
  }
}
