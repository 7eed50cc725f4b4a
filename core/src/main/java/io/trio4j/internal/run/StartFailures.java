package io.trio4j.internal.run;

import io.trio4j.CancelReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `Nursery.start` throws: the startable's own exception as it is, for a caller who asked for
/// one thing wants to hear of that thing and not of a group.
final class StartFailures {
  private StartFailures() {}

  static @Nullable Throwable of(RunNursery hidden) {
    List<RunTask<?>> failed = hidden.failedChildren();
    Throwable own = hidden.bodyFailure();
    if (failed.size() == 1 && own == null) {
      return failed.getFirst().failure();
    }
    if (failed.isEmpty() && own != null) {
      return own;
    }
    if (failed.isEmpty()) {
      CancelReason reason = hidden.sawCancel();
      return reason == null ? null : hidden.parent().thrown(reason);
    }
    return NurseryErrors.of(hidden);
  }
}
