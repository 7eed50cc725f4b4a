package io.trio4j.internal.time;

import java.lang.System.Logger.Level;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;

/// Calls `expire` on nodes that are due: on a virtual thread, and on a spare platform thread when
/// that has not begun in time because all carriers are stuck.
///
/// @threadsafety hand and rescue by the timer thread
final class Delivery {
  /*
   * Idea
   *
   * One list of what is due. Whoever takes it, takes all of it, so each node is expired by exactly
   * one thread. At most one virtual thread has been requested and has not begun: while carriers are
   * stuck neither threads nor lists pile up. Once begun, it no longer counts as requested: what
   * comes due while it works gets a thread of its own and does not wait for it.
   *
   * States (of the request)
   *
   *   none      -> requested  // hand, which then starts the virtual thread
   *   requested -> none       // that thread begins and takes the list, or it could not be started
   *
   * Invariants
   *
   *   I1  A list that is not empty has a virtual thread requested, or rescue looks after it.
   *   I2  A node in the list is DUE; it becomes IDLE as its expire is about to be called.
   *   I3  At most MAX_SPARES spare threads are alive.
   *
   * Locks
   *
   * One, a leaf, for a few instructions. A virtual thread that parks for it gives up its carrier
   * and has not begun until it has the lock: rescue goes by the list, not by the thread.
   *
   * Liveness
   *
   * While the list is not empty, rescue returns a time at most PATIENCE_NANOS away and the timer
   * thread comes back then, mostly to find it taken: one more wake-up per batch, unless another
   * deadline wakes the thread before. If the virtual thread was not started for lack of memory, and the spare
   * wasn't either, both are tried again: the spare by the next rescue, the virtual by the next hand.
   *
   * Rejected
   *
   *   A long-lived virtual thread, unparked: saves the garbage of one thread per batch, but one
   *   expire that waits would hold up all that follow.
   *   A virtual thread per node: costs more than the expire it would call.
   *   A pool of spares: one is started every PATIENCE_NANOS at most, and only while the carriers are
   *   stuck or have a backlog: a thread started from outside waits behind it, so that of 100,000
   *   sleepers started at once most are woken by spares.
   */

  static final String LOGGER = "io.trio4j.time";

  /// How long a batch waits for a carrier. Shorter: spares are started whenever the machine is
  /// busy. Longer: deadlines are that late when carriers are stuck.
  static final long PATIENCE_NANOS = 10_000_000;

  /// More would mostly queue for the same locks, held by tasks without a carrier.
  static final int MAX_SPARES = 4;

  private final ThreadFactory virtualThreads;
  private final ThreadFactory spareThreads;
  private final ReentrantLock lock = new ReentrantLock();
  private final DueList waiting = new DueList(); // guarded by lock

  private boolean requested; // guarded by lock
  private long patienceEndsNanos; // guarded by lock; when rescue acts, if waiting is not empty
  private int spareCount; // guarded by lock

  Delivery() {
    this(
        Thread.ofVirtual().name("trio4j-deadlines").inheritInheritableThreadLocals(false).factory(),
        Thread.ofPlatform()
            .name("trio4j-deadlines-spare")
            .daemon()
            .inheritInheritableThreadLocals(false)
            .factory());
  }

  Delivery(ThreadFactory virtualThreads, ThreadFactory spareThreads) {
    this.virtualThreads = virtualThreads;
    this.spareThreads = spareThreads;
  }

  /// Takes all nodes of a list that is not empty, and has them expired.
  void hand(DueList due, long now) {
    boolean request;
    lock.lock();
    try {
      if (waiting.isEmpty()) {
        patienceEndsNanos = now + PATIENCE_NANOS;
      }
      waiting.takeAll(due);
      request = !requested;
      requested = true;
    } finally {
      lock.unlock();
    }
    if (request && !start(virtualThreads, this::deliverAsRequested)) {
      withdrawRequest();
    }
  }

  /// Starts a spare thread if nodes have been waiting for too long.
  ///
  /// @return when it must be called again; [TimerNode#NEVER] if nothing waits
  long rescue(long now) {
    lock.lock();
    try {
      if (waiting.isEmpty()) {
        return TimerNode.NEVER;
      }
      if (now < patienceEndsNanos) {
        return patienceEndsNanos;
      }
      patienceEndsNanos = now + PATIENCE_NANOS;
      if (spareCount == MAX_SPARES) {
        return patienceEndsNanos;
      }
      spareCount++;
    } finally {
      lock.unlock();
    }
    if (!start(spareThreads, this::deliverAsSpare)) {
      spareEnded();
    }
    return now + PATIENCE_NANOS;
  }

  private static boolean start(ThreadFactory threads, Runnable body) {
    try {
      threads.newThread(body).start();
      return true;
    } catch (Throwable failure) { // seen in the log; rescue tries again
      log("no thread to deliver deadlines on; they will be late", failure);
      return false;
    }
  }

  private void deliverAsRequested() {
    DueList mine;
    lock.lock();
    try {
      requested = false; // first: should there be no memory for the list, it is left to rescue
      mine = new DueList();
      mine.takeAll(waiting);
    } finally {
      lock.unlock();
    }
    expireAll(mine);
  }

  private void withdrawRequest() {
    lock.lock();
    try {
      requested = false;
    } finally {
      lock.unlock();
    }
  }

  private void deliverAsSpare() {
    try {
      var mine = new DueList();
      lock.lock();
      try {
        mine.takeAll(waiting);
      } finally {
        lock.unlock();
      }
      expireAll(mine);
    } finally {
      spareEnded();
    }
  }

  private void spareEnded() {
    lock.lock();
    try {
      spareCount--;
    } finally {
      lock.unlock();
    }
  }

  private static void expireAll(DueList mine) {
    for (TimerNode node = mine.poll(); node != null; node = mine.poll()) {
      try {
        node.expire();
      } catch (Throwable failure) { // seen in the log; the others must not suffer
        log("expire failed: " + node.getClass().getName(), failure);
      }
    }
  }

  private static void log(String message, Throwable failure) {
    try {
      System.getLogger(LOGGER).log(Level.ERROR, message, failure);
    } catch (Throwable _) {
      // no memory to log with, or a failing logger: the other deadlines matter more
    }
  }
}
