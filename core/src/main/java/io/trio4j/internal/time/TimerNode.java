package io.trio4j.internal.time;

import org.jspecify.annotations.Nullable;

/// One deadline, and at the same time its entry in a [Timer]: arming allocates nothing.
///
/// A node is idle, armed, or due (taken by the timer, [#expire] about to be called). It may be
/// armed again whenever it is idle, also from inside [#expire]. It goes to one timer all its life.
///
/// @threadsafety arm and disarm from any thread; the deadline is changed only while not armed, by
///   callers who exclude each other
public abstract class TimerNode {
  /// A deadline that never comes.
  public static final long NEVER = Long.MAX_VALUE;

  static final int IDLE = 0;
  static final int DUE = -1;

  private long deadlineNanos; // written while not armed; read by the timer while armed

  /// `IDLE`, `DUE`, or where its timer keeps the node: above 0, in that timer's own encoding.
  int place; // guarded by the timer's lock; DUE -> IDLE by the one who is about to call expire

  @Nullable TimerNode next; // guarded as place; belongs to the DueList while due
  @Nullable TimerNode previous; // guarded as place

  /// @param deadlineNanos on the scale of the time source whose timer the node goes to
  protected TimerNode(long deadlineNanos) {
    this.deadlineNanos = deadlineNanos;
  }

  /// Acts on the deadline: called at most once per arming, never before the deadline, on a delivery
  /// thread, with no lock of the timer held.
  ///
  /// It must be short and must not wait: what is due at the same time comes after it. What it
  /// throws is logged.
  public abstract void expire();

  /// The deadline in nanoseconds since the arbitrary zero of the time source; it does not wrap, so
  /// deadlines are compared with `<`. [#NEVER] never comes.
  public final long deadlineNanos() {
    return deadlineNanos;
  }

  /// Sets the deadline for the next arming.
  ///
  /// @throws IllegalStateException if the node is armed
  public final void setDeadlineNanos(long deadlineNanos) {
    if (place > IDLE) {
      throw new IllegalStateException(
          this + " is armed. Disarm it before its deadline is changed. Please report this.");
    }
    this.deadlineNanos = deadlineNanos;
  }

  static IllegalStateException alreadyArmed(TimerNode node) {
    return new IllegalStateException(
        node
            + " is armed, or due and not yet expired. A node is in its timer at most once:"
            + " disarm it first. Please report this.");
  }
}
