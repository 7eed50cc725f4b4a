package io.trio4j.internal.cancel;

import io.trio4j.CancelReason;
import java.util.Locale;

/// How a scope shows itself in one line.
final class ScopeText {
  private static final double NANOS_PER_SECOND = 1e9;

  private ScopeText() {}

  static String of(ScopeControls scope, String kind) {
    StringBuilder out = new StringBuilder(kind).append('[').append(stage(scope));
    TaskNode owner = scope.owner();
    TaskNode here =
        TaskNode.currentOrNull() == null || owner == null ? TaskNode.currentOrNull() : owner;
    long deadline = scope.deadlineNanos();
    if (deadline != Long.MAX_VALUE && deadline != Long.MIN_VALUE && here != null) {
      double seconds = (deadline - here.time().now()) / NANOS_PER_SECOND;
      out.append(", deadline is ")
          .append(String.format(Locale.ROOT, "%.2f", Math.abs(seconds)))
          .append(seconds >= 0 ? " seconds from now" : " seconds ago");
    }
    if (scope.isShielded()) {
      out.append(", shielded");
    }
    CancelReason reason = scope.reason;
    if (reason != null) {
      out.append(", ").append(reason);
    }
    return out.append(']').toString();
  }

  private static String stage(ScopeControls scope) {
    if (scope.isExited()) {
      return "exited";
    }
    if ((scope.state() & ScopeNode.CANCELLED) != 0) {
      return "cancelled";
    }
    return scope.wasEntered() ? "active" : "unbound";
  }
}
