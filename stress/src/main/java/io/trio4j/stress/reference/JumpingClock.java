package io.trio4j.stress.reference;

import io.trio4j.lowlevel.Clock;

/// A clock that stands still, and jumps to the next deadline when every task waits.
final class JumpingClock implements Clock {
  private volatile long nanos;

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public long realNanosUntil(long deadlineNanos) {
    return deadlineNanos <= nanos ? 0 : Long.MAX_VALUE;
  }

  @Override
  public void attach(Runnable changed) {}

  @Override
  public void detach(Runnable changed) {}

  @Override
  public boolean idle(long nextDeadlineNanos) {
    if (nextDeadlineNanos == Long.MAX_VALUE) {
      return false;
    }
    nanos = Math.max(nanos, nextDeadlineNanos);
    return true;
  }

  @Override
  public long idleCushionNanos() {
    return 0;
  }
}
