package io.trio4j.internal.cancel;

import io.trio4j.internal.time.TimerNode;

/// A scope's entry in the timer.
final class ScopeTimer extends TimerNode {
  private final ScopeControls scope;

  ScopeTimer(ScopeControls scope, long deadlineNanos) {
    super(deadlineNanos);
    this.scope = scope;
  }

  @Override
  public void expire() {
    Deadlines.expired(scope, this);
  }

  @Override
  public String toString() {
    return "deadline of " + scope;
  }
}
