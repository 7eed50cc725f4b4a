package io.trio4j.internal.run;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// How many tasks of a nursery have not ended, kept apart from everything else.
///
/// Children that end write here, on their cores; the task that starts them writes to the nursery,
/// on its own. Together in one cache line the two would send it to and fro for each child, which
/// cost a third of starting and ending one (benchmark W1, n=100,000).
final class Tally extends TallyFields {
  @SuppressWarnings("unused") // fills the cache lines behind the fields
  private long q0, q1, q2, q3, q4, q5, q6, q7, q8, q9, qa, qb, qc, qd, qe;

  /*
   * States (of `count`; n = living children and reserved places)
   *   n - started by the owner   // while the body runs: the owner counts its own starts in a plain field
   *   BIAS + n                   // the body has ended and the owner waits
   *   CLOSED                     // nothing can be started any more
   *
   * Invariants
   *   I1 The transition to BIAS, and no other, wakes the owner. So nobody is woken before the body ended.
   *   I2 CLOSED is reached by the owner's CAS from BIAS only: a start that came first is waited for.
   *   I3 A child is counted before it is listed, listed before its thread is started, and uncounted as
   *      the last thing it does.
   */
  private static final long BIAS = 1L << 40; // larger than any number of children, both ways
  private static final long CLOSED = 1L << 60;
  private static final VarHandle COUNT;

  static {
    try {
      COUNT = MethodHandles.lookup().findVarHandle(TallyFields.class, "count", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// Of a nursery that was closed without ever having had a child.
  static final Tally OF_NOTHING = new Tally();

  static {
    OF_NOTHING.count = CLOSED;
  }

  Tally() {}

  /// Of a single task, whose end makes it empty.
  static Tally ofOne() {
    Tally one = new Tally();
    one.count = BIAS + 1;
    return one;
  }

  /// One more, counted by anyone but the owner. False if the nursery is closed.
  boolean tryReserve() {
    if (this == OF_NOTHING) {
      return false;
    }
    if ((long) COUNT.getAndAdd(this, 1L) < CLOSED / 2) {
      return true;
    }
    COUNT.getAndAdd(this, -1L);
    return false;
  }

  /// One less. True for the last one, if the owner waits.
  boolean release() {
    return (long) COUNT.getAndAdd(this, -1L) == BIAS + 1;
  }

  /// The body has ended; `started` is how many the owner started itself.
  void bodyEnded(long started) {
    COUNT.getAndAdd(this, started + BIAS);
  }

  boolean isEmpty() {
    return count == BIAS;
  }

  /// Whether one is left, and the owner waits for it.
  boolean isLast() {
    return count == BIAS + 1;
  }

  /// Closes the nursery for good, if nothing is left in it.
  boolean tryClose() {
    return COUNT.compareAndSet(this, BIAS, CLOSED);
  }

  boolean isClosed() {
    return count >= CLOSED / 2;
  }

  boolean isBodyRunning() {
    return count < BIAS / 2;
  }

  /// How many live, given how many the owner started; a guess while both move.
  int living(long started) {
    long now = count;
    if (now >= CLOSED / 2) {
      return 0;
    }
    return (int) Math.max(0, now >= BIAS / 2 ? now - BIAS : now + started);
  }
}
