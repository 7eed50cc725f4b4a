package io.trio4j.internal.cancel;

import io.trio4j.Action;
import java.util.concurrent.atomic.AtomicInteger;

/// A scope that is told of each point inside at which a cancel of it could hit. For tests.
///
/// It has a deadline that no clock reaches: who is at a cancel point under a deadline looks at the
/// scopes around, and finds this one.
public final class WatchedScope extends TaskScope {
  /// Later than any virtual clock goes, and yet a deadline.
  private static final long NEVER_REACHED = Long.MAX_VALUE - 1;

  /// How many are entered, in all runs: without any nobody looks for one.
  private static final AtomicInteger ENTERED = new AtomicInteger();

  private final Runnable atCancelPoint;

  private WatchedScope(Runnable atCancelPoint) {
    this.atCancelPoint = atCancelPoint;
  }

  /// A scope to be entered by [#watch].
  ///
  /// @param atCancelPoint called by the task that is at the point, under no lock, before it looks
  ///   whether it is cancelled; must not wait or throw
  public static WatchedScope of(Runnable atCancelPoint) {
    WatchedScope scope = new WatchedScope(atCancelPoint);
    scope.initShared();
    scope.initDeadline(NEVER_REACHED);
    return scope;
  }

  /// Runs `body` in this scope.
  public <X extends Throwable> void watch(Action<X> body) throws X {
    ENTERED.incrementAndGet();
    try {
      runIn(body);
    } finally {
      ENTERED.decrementAndGet();
    }
  }

  /// The current task is at a cancel point in `from`.
  static void passedIn(ScopeNode from) {
    if (ENTERED.getPlain() == 0) { // a task inside a watched scope sees what was written at entry
      return;
    }
    for (ScopeNode at = from; at != null; at = at.parent) {
      if (at instanceof WatchedScope watched) {
        watched.atCancelPoint.run();
      }
      if ((at.state() & SHIELD) != 0) {
        return;
      }
    }
  }
}
