package io.trio4j.internal.run;

import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.internal.time.DeadlineHeap;
import io.trio4j.internal.time.Durations;
import io.trio4j.internal.time.RealTime;
import io.trio4j.internal.time.TimeSource;
import io.trio4j.internal.time.Timer;
import io.trio4j.internal.time.TimerNode;
import io.trio4j.lowlevel.Clock;
import org.jspecify.annotations.Nullable;

/// The time of a run that has a clock of its own: a heap of deadlines beside the clock.
final class ClockTime implements TimeSource, Timer {
  private static final System.Logger LOG = System.getLogger("io.trio4j.time");

  private final Clock clock;
  private final DeadlineHeap heap = new DeadlineHeap();
  private final Runnable changed = this::clockChanged;
  private final Object tickerLock = new Object();
  private @Nullable Ticker ticker; // guarded by tickerLock
  private boolean detached; // guarded by tickerLock
  private Runnable whenChanged = () -> {}; // written before the run begins

  ClockTime(Clock clock) {
    this.clock = clock;
  }

  /// The clock a run was given or, if it is deterministic, one that jumps; null for real time.
  static @Nullable ClockTime of(RunOptions options) {
    if (options.clock().isPresent()) {
      return new ClockTime(options.clock().get());
    }
    return options.mode() == RunMode.DETERMINISTIC ? new ClockTime(new JumpClock()) : null;
  }

  /// Calls `action` after each change of the clock, when what became due has been expired.
  void whenChanged(Runnable action) {
    whenChanged = action;
  }

  private void clockChanged() {
    fireDue();
    whenChanged.run();
  }

  void attach() {
    clock.attach(changed);
  }

  void detach() {
    clock.detach(changed);
    synchronized (tickerLock) {
      detached = true; // whoever fires at this moment must not arm again
      disarmTicker();
    }
  }

  Clock clock() {
    return clock;
  }

  @Override
  public long now() {
    return clock.nanoTime();
  }

  @Override
  public Timer timer() {
    return this;
  }

  @Override
  public boolean polled() {
    return true;
  }

  @Override
  public void arm(TimerNode node) {
    heap.arm(node);
    tickAt();
  }

  @Override
  public boolean disarm(TimerNode node) {
    return heap.disarm(node);
  }

  long nextDeadline() {
    return heap.nextDeadline();
  }

  long idleCushionNanos() {
    return clock.idleCushionNanos();
  }

  /// The run is idle: lets the clock jump, and expires what became due.
  ///
  /// @return whether time was moved
  boolean idle() {
    boolean moved = clock.idle(heap.nextDeadline());
    if (moved) {
      fireDue();
    }
    return moved;
  }

  /// Expires everything that is due, on the current thread, in order.
  private void fireDue() {
    for (TimerNode due = heap.pollDue(now()); due != null; due = heap.pollDue(now())) {
      try {
        due.expire();
      } catch (RuntimeException e) { // logged: the others are due as well
        LOG.log(System.Logger.Level.ERROR, "an expiry failed: " + due, e);
      }
    }
    tickAt();
  }

  /// Makes real time call us when a clock that runs by itself comes to the next deadline.
  private void tickAt() {
    synchronized (tickerLock) {
      disarmTicker();
      long next =
          heap.nextDeadline(); // under the lock: a later answer must not replace an earlier one
      long inNanos = next == Long.MAX_VALUE ? next : clock.realNanosUntil(next);
      if (inNanos != Long.MAX_VALUE && !detached) {
        RealTime real = RealTime.instance();
        ticker = new Ticker(Durations.deadlineAfter(real.now(), inNanos));
        real.timer().arm(ticker);
      }
    }
  }

  private void disarmTicker() {
    if (ticker != null) {
      RealTime.instance().timer().disarm(ticker);
      ticker = null;
    }
  }

  private final class Ticker extends TimerNode {
    Ticker(long deadlineNanos) {
      super(deadlineNanos);
    }

    @Override
    public void expire() {
      fireDue();
    }
  }
}
