package io.trio4j.internal.run;

import io.trio4j.internal.time.RealTime;
import io.trio4j.internal.time.TimerNode;

/// Reports a task that keeps the baton for long: it blocks or computes, and no other task can run.
final class BatonWatch extends TimerNode {
  private static final System.Logger LOG = System.getLogger("io.trio4j.run");
  private static final long EVERY_NANOS = 1_000_000_000L; // a second, as the design promises

  private final BatonScheduler scheduler;
  private long seenSwitches = -1; // touched by the timer's delivery
  private volatile boolean closed;

  BatonWatch(BatonScheduler scheduler) {
    super(RealTime.instance().now() + EVERY_NANOS);
    this.scheduler = scheduler;
  }

  void open() {
    RealTime.instance().timer().arm(this);
  }

  void close() {
    closed = true;
    RealTime.instance().timer().disarm(this);
  }

  @Override
  public void expire() {
    if (closed) {
      return;
    }
    long switches = scheduler.switchCount();
    RunTask<?> holder = scheduler.holder();
    if (holder != null && switches == seenSwitches) {
      report(holder);
    }
    seenSwitches = switches;
    setDeadlineNanos(RealTime.instance().now() + EVERY_NANOS);
    open();
    if (closed) {
      RealTime.instance().timer().disarm(this); // closed while we armed again
    }
  }

  private static void report(RunTask<?> holder) {
    StringBuilder stack = new StringBuilder();
    for (StackTraceElement frame : holder.stackTrace()) {
      stack.append("\n    at ").append(frame);
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "{0} has kept every other task of its run from running for a second. Wrap code that blocks in"
            + " Trio.blocking(…).{1}",
        holder,
        stack);
  }
}
