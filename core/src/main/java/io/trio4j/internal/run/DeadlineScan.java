package io.trio4j.internal.run;

import io.trio4j.internal.time.TimeSource;
import io.trio4j.internal.time.TimerNode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Looks after deadlines of tasks that come to no checkpoint, because they block in Java code: the
/// first checkpoint under a deadline would have put it into the timer.
final class DeadlineScan extends TimerNode {
  /*
   * Idea
   *   Most scopes are left within a millisecond, and for them a timer entry would cost more than all
   *   the rest. So entering one only asks for a look at the run a little later, once for all that are
   *   entered until then; what is still open at that look, and was not armed, is armed by it.
   *
   * States (of `requested`)
   *   false -> true   // by whoever enters a scope with a deadline, who then arms this node
   *   false -> true   // by the end of the run: for good
   *   true -> false   // by the look, before it reads the tree
   *
   * Liveness
   *   A scope is published, then `requested` is read; a look writes `requested`, then reads the
   *   scopes. So a look that misses the scope is followed by another one.
   */

  /// Sooner: scopes that would have been left are armed. Later: deadlines shorter than this are
  /// that late, in tasks that do nothing but block in Java code.
  private static final long DELAY_NANOS = 10_000_000;

  /// Looks take at most this part of one core's time, however many tasks there are.
  private static final int SHARE = 20;

  private static final VarHandle REQUESTED;

  static {
    try {
      REQUESTED =
          MethodHandles.lookup().findVarHandle(DeadlineScan.class, "requested", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final TimeSource time;
  private final Runnable look;
  private volatile boolean requested;
  private volatile long delayNanos = DELAY_NANOS; // by the look

  /// @param look arms what was entered before the call
  DeadlineScan(TimeSource time, Runnable look) {
    super(NEVER);
    this.time = time;
    this.look = look;
  }

  /// Somebody has entered a scope with a deadline.
  void request() {
    if (!requested && REQUESTED.compareAndSet(this, false, true)) {
      setDeadlineNanos(time.now() + delayNanos);
      time.timer().arm(this);
    }
  }

  /// The run has ended.
  void close() {
    if ((boolean) REQUESTED.getAndSet(this, true)) {
      time.timer().disarm(this);
    }
  }

  @Override
  public void expire() {
    requested = false; // volatile, before the tree is read: see Liveness
    long start = System.nanoTime();
    boolean done = false;
    try {
      look.run();
      done = true;
    } finally {
      delayNanos = Math.max(DELAY_NANOS, SHARE * (System.nanoTime() - start));
      if (!done) {
        request(); // out of memory, most likely: nobody else would ask again
      }
    }
  }

  @Override
  public String toString() {
    return "the look for deadlines";
  }
}
