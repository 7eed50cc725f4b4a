package io.trio4j.internal.cancel;

import io.trio4j.internal.time.Durations;
import io.trio4j.internal.time.RealTime;
import io.trio4j.internal.time.TimerNode;
import org.jspecify.annotations.Nullable;

/// What changes of one tree owe because they were cut short by a lack of memory or stack: done soon
/// after, on a thread of the timer's. Owing something needs neither memory nor stack.
final class Arrears extends TimerNode {
  /// Shorter: a machine without memory is kept busy by trying. Longer: a cancel is that late.
  private static final long RETRY_NANOS = 5_000_000;

  /// Frames that must fit before a change begins: more than it takes to owe something, so that a
  /// task at the end of its stack fails before it has changed anything. Large ones, some kilobytes
  /// together: model checkers take a deep recursion for an endless one.
  private static final int PROBE_FRAMES = 12;

  private final CancelTree tree;
  private @Nullable Deliveries owed; // guarded by this
  private boolean armed; // guarded by this; in the timer, or about to be

  Arrears(CancelTree tree) {
    super(NEVER);
    this.tree = tree;
  }

  /// Throws a StackOverflowError if there is too little stack to begin something.
  static void ensureStack() {
    probe(PROBE_FRAMES, 1, 2, 3, 4, 5, 6, 7, 8);
  }

  @SuppressWarnings("InfiniteRecursion") // it ends at 0
  private static long probe(
      int left, long a, long b, long c, long d, long e, long f, long g, long h) {
    return left == 0
        ? a + b + c + d + e + f + g + h
        : probe(left - 1, b, c, d, e, f, g, h, a) + a * h;
  }

  /// The change that `deliveries` belongs to was cut short.
  void add(Deliveries deliveries) {
    synchronized (this) { // no calls in here
      deliveries.next = owed;
      owed = deliveries;
    }
    retrySoon();
  }

  /// Makes sure that the timer comes, if something is owed.
  void retrySoon() {
    synchronized (this) {
      if (armed || owed == null) {
        return;
      }
      armed = true;
    }
    boolean done = false;
    try {
      RealTime real = RealTime.instance();
      setDeadlineNanos(Durations.deadlineAfter(real.now(), RETRY_NANOS));
      real.timer().arm(this);
      done = true;
    } finally {
      if (!done) {
        synchronized (this) {
          armed = false; // the next change tries again
        }
      }
    }
  }

  @Override
  public void expire() {
    Deliveries mine;
    synchronized (this) {
      armed = false;
      mine = owed;
      owed = null;
    }
    while (mine != null) {
      Deliveries rest = mine.next;
      mine.next = null;
      boolean done = false;
      try {
        tree.complete(mine);
        done = true;
      } catch (OutOfMemoryError | StackOverflowError _) {
        // tried again: it is owed until it is done
      } finally {
        if (!done) {
          add(mine);
        }
      }
      mine = rest;
    }
  }

  @Override
  public String toString() {
    return "Arrears[" + (owed == null ? "none" : "some") + "]"; // a racy look
  }
}
