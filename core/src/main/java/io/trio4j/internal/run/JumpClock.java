package io.trio4j.internal.run;

import io.trio4j.lowlevel.Clock;

/// The clock of a deterministic run that was given none: stands still, and jumps to the next
/// deadline when nothing else can happen.
final class JumpClock implements Clock {
  private volatile long now; // written by the run's idle handling, one thread at a time

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
