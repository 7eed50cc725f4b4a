package io.trio4j.internal.time;

import java.lang.System.Logger.Level;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The timer of a real clock: timing wheels, one platform thread that turns them, and a delivery.
///
/// Deadlines are never early, and late by about a tick (1 ms) while the machine has time.
///
/// @threadsafety any thread
public final class WheelTimer implements Timer {
  /*
   * Idea
   *
   * One daemon thread for the whole JVM sleeps until the next event of the wheels and only detects
   * expiry; users' code runs in Delivery. It is a platform thread, because a virtual one would need
   * a carrier just when all carriers are stuck. It is started by the first arm.
   *
   * Ordering
   *
   *   field  | read     | write                          | guard
   *   thread | volatile | volatile, once, after start()  | startLock
   *
   * What precedes arm happens-before expire: the wheel's lock (arm, then advance), then Delivery's
   * (hand, then take).
   *
   * Locks
   *
   * startLock is held while the thread starts; nothing else is taken under it. The wheels' locks
   * and Delivery's are leaves. None is held when the thread parks or is unparked.
   *
   * Liveness
   *
   * A wake-up can't be lost. For one wheel, arm and the thread's advance are ordered by its lock:
   *   - arm first: advance sees the node, and the thread sleeps no longer than until its slot;
   *   - advance first: arm sees the wakeTick advance has left. If the deadline is not earlier, the
   *     thread will come in time by itself. If it is, arm unparks the thread *after* that advance:
   *     either the thread is parked and wakes, or it has not parked yet and its next park returns
   *     at once, for an unpark leaves a permit. It then advances again and sees the node.
   * So no fence, and no word that all arming threads read, is needed. The cost is a superfluous
   * turn now and then, and an unpark by each arm that comes before the thread has woken up and
   * looked, some tens of microseconds.
   *
   * arm writes no "woken already": if it did, and an error stopped the arming thread between that
   * and the unpark (a StackOverflowError can), nobody would wake the thread ever again. As it is,
   * the next one who arms does.
   *
   * A turn that fails is logged and repeated after RETRY_NANOS: nodes it had collected are still in
   * its list, those it had not are still in the wheels.
   *
   * Rejected
   *
   *   A volatile "sleeps until" for the JVM: needs a fence in arm and a second scan before each park,
   *   and is one cache line for all processors.
   *   Parking for at most a second, so that a lost wake-up would heal: hides defects, and wakes an
   *   idle machine.
   *   Calling expire on this thread: one that blocks would stop all deadlines of the JVM.
   */

  /// Four wheels. More: a turn takes more locks, memory 2 KiB each. Fewer: threads meet more often.
  private static final int STRIPE_BITS = 2;

  /// Shorter: a log full of the same failure. Longer: deadlines are that late after it.
  private static final long RETRY_NANOS = 10_000_000;

  private final LongSupplier clock;
  private final StripedWheels wheels;
  private final Delivery delivery;
  private final DueList due = new DueList(); // the timer thread only
  private final ReentrantLock startLock = new ReentrantLock();

  private volatile @Nullable Thread thread; // written once, under startLock

  /// @param clock nanoseconds since an arbitrary zero, never decreasing
  public WheelTimer(LongSupplier clock) {
    this(clock, new Delivery());
  }

  WheelTimer(LongSupplier clock, Delivery delivery) {
    this.clock = clock;
    this.delivery = delivery;
    wheels = new StripedWheels(STRIPE_BITS, clock.getAsLong());
  }

  @Override
  public void arm(TimerNode node) {
    Thread turning = thread;
    if (turning == null) {
      turning = start(); // first: if there can be no thread, nothing has been armed
    }
    if (wheels.arm(node)) {
      LockSupport.unpark(turning);
    }
  }

  @Override
  public boolean disarm(TimerNode node) {
    return wheels.disarm(node);
  }

  /// The number of armed nodes, roughly while others arm and disarm; due ones do not count.
  public int pendingCount() {
    return wheels.armedCount();
  }

  private Thread start() {
    startLock.lock();
    try {
      Thread turning = thread;
      if (turning == null) {
        turning =
            Thread.ofPlatform()
                .name("trio4j-timer")
                .daemon()
                .inheritInheritableThreadLocals(false)
                .start(this::turnForEver);
        thread = turning;
      }
      return turning;
    } finally {
      startLock.unlock();
    }
  }

  private void turnForEver() {
    while (true) {
      try {
        park(turn(clock.getAsLong()));
      } catch (Throwable failure) { // seen in the log; without this thread no deadline would come
        log(failure);
        LockSupport.parkNanos(this, RETRY_NANOS);
      }
    }
  }

  /// One turn of the wheels: hands over what is due.
  ///
  /// @return when the next turn must be, unless an arming asks for an earlier one
  private long turn(long now) {
    long nextNanos = wheels.advance(now, due);
    if (!due.isEmpty()) {
      delivery.hand(due, now);
    }
    return Math.min(nextNanos, delivery.rescue(now));
  }

  private void park(long wakeNanos) {
    if (wakeNanos == TimerNode.NEVER) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, wakeNanos - clock.getAsLong()); // returns at once if not positive
    }
    Thread.interrupted(); // a flag somebody has set would make every park return at once
  }

  private static void log(Throwable failure) {
    try {
      System.getLogger(Delivery.LOGGER).log(Level.ERROR, "the timer failed to turn", failure);
    } catch (Throwable _) {
      // no memory to log with, or a failing logger: the next turn matters more
    }
  }

  @Override
  public String toString() {
    return "WheelTimer[" + pendingCount() + " pending]";
  }
}
