package io.trio4j.conformance.harness;

import io.trio4j.TrioTime;
import io.trio4j.lowlevel.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that stands still until it is told to jump, or until every task waits: then it jumps to the
/// next deadline by itself, unless it was made [#still()].
public final class TestClock implements Clock {
  private final boolean jumpsByItself;
  private final AtomicLong now = new AtomicLong();
  private volatile Runnable changed = () -> {};

  private TestClock(boolean jumpsByItself) {
    this.jumpsByItself = jumpsByItself;
  }

  /// Jumps to the next deadline when every task waits.
  public static TestClock jumping() {
    return new TestClock(true);
  }

  /// Moves by [#jump(Duration)] only.
  public static TestClock still() {
    return new TestClock(false);
  }

  /// Now, also outside a run.
  public TrioTime time() {
    return new TrioTime(now.get());
  }

  /// Moves on by `distance`, and lets everything that became due expire.
  public void jump(Duration distance) {
    now.addAndGet(distance.toNanos());
    changed.run();
  }

  @Override
  public long nanoTime() {
    return now.get();
  }

  @Override
  public long realNanosUntil(long deadlineNanos) {
    return deadlineNanos <= now.get() ? 0 : Long.MAX_VALUE;
  }

  @Override
  public void attach(Runnable whenChanged) {
    changed = whenChanged;
  }

  @Override
  public void detach(Runnable whenChanged) {
    changed = () -> {};
  }

  @Override
  public boolean idle(long nextDeadlineNanos) {
    if (!jumpsByItself || nextDeadlineNanos == Long.MAX_VALUE) {
      return false;
    }
    now.accumulateAndGet(nextDeadlineNanos, Math::max);
    return true;
  }

  @Override
  public long idleCushionNanos() {
    return jumpsByItself ? 0 : Long.MAX_VALUE;
  }
}
