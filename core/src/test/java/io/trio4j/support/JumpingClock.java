package io.trio4j.support;

import io.trio4j.lowlevel.Clock;

/// Stands still, and goes to the next deadline whenever every task waits: for modes other than the
/// deterministic one, which has such a clock by itself.
public final class JumpingClock implements Clock {
  private volatile long now; // by the run's idle handling, one thread at a time

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public long realNanosUntil(long deadlineNanos) {
    return deadlineNanos <= now ? 0 : Long.MAX_VALUE;
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
    now = Math.max(now, nextDeadlineNanos);
    return true;
  }

  @Override
  public long idleCushionNanos() {
    return 0;
  }
}
