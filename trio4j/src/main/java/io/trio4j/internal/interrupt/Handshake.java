package io.trio4j.internal.interrupt;

import io.trio4j.internal.cancel.TaskNode;
import io.trio4j.internal.run.RunTask;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/// The word on which a task and the threads that meddle with it agree: [TaskNode#foreignState].
final class Handshake {
  /*
   * Idea
   *   An interrupt that is sent after a mere look ("is it still in there?") can arrive when the task is
   *   out: 16 of 200,000 did (facts-jdk25, fact 12). So a delivery first claims the task's word, then
   *   looks, then acts, then releases; and the task, at each edge, waits until the word is not claimed.
   *   The costly half is the delivery's: a task nobody meddles with reads one word, which is zero.
   *
   * States (bits of the word; zero for a task the engine has nothing to do with)
   *   WATCHED     the watcher has it on its list
   *   DELIVERING  a delivery has claimed it: edges wait
   *   AWAITED     the task is parked at an edge until DELIVERING goes away
   *   FLAG        the thread's interrupt flag may be set, by us
   *   SENT        it was interrupted, or its region's action was run, in the cancelled scopes it is in
   *   ACTED       the latter: whatever the region throws now may be our doing
   *   UNSPENT     an interrupt was taken back before any code had seen it: another may be sent at once
   *   REGION      it is in a region whose policy is an action, so its edges must look here
   *
   * Invariants
   *   I1 An interrupt is sent only between a claim and its release, and only if the sender saw, in this
   *      order and after its claim, that the thread waits, that the task is in foreign code, and that
   *      its innermost scope is cancelled.
   *   I2 A task changes the place it is in (pops, pushes a shield, leaves a region, comes to its end)
   *      first, and looks at the word after that.
   *   I3 From I1 and I2: an interrupt hits a task in a cancelled scope, and before it gets past the next
   *      edge the task knows of it. Let P be the wait the sender saw. It is before a change of place C or
   *      after it. If before, the claim came before the look that follows C, which finds it and waits.
   *      If after, so did the sender's look at the innermost scope, which finds the new place and sends
   *      nothing.
   *   I4 A region's action may be run while the thread runs, so I1 does not hold for it. There the two
   *      are a Dekker pair: the task changes its place, a full fence, reads the word, which is not
   *      zero because of REGION; the sender claims, then reads the place.
   *   I5 FLAG is cleared by the task only, at an edge, before shielded code, or when a wait of ours meets
   *      the interrupt; whenever it was set, the thread's flag is cleared too. So user code outside the
   *      cancelled scope never sees it.
   *
   * Ordering
   *   foreignState | volatile | atomic read-modify-write by anyone
   *   place        | innermost: volatile write at push, release at pop; region: volatile; body: plain
   *                | release and plain suffice for I3: the task writes them before it waits, the JDK
   *                | writes the state of a thread that waits volatilely, and the sender reads that first
   *
   * Liveness
   *   The task waits for `Thread.interrupt` of others, which can block as long as an interruptible channel
   *   is being read by the thread (fact 1). At an edge the task is out of any such call, so it ends. For
   *   an action it waits as long as the action takes; its Javadoc says so.
   *   The sender sees AWAITED when it releases, for both are set by read-modify-writes of one word.
   *
   * Rejected
   *   A look at the flag when leaving, without waiting: the interrupt may still be on its way.
   *   A lock held while interrupting: `interrupt` may block, and each edge would take it.
   *   A claim by the task at each edge: two atomic operations where now there is one read.
   */
  static final int WATCHED = 1;
  static final int DELIVERING = 1 << 1;
  static final int AWAITED = 1 << 2;
  static final int FLAG = 1 << 3;
  static final int SENT = 1 << 4;
  static final int ACTED = 1 << 5;
  static final int UNSPENT = 1 << 6;
  static final int REGION = 1 << 7;

  /// A delivery holds its claim for a few microseconds. More: a task whose delivery was stopped burns
  /// its carrier, less: each edge that meets a delivery parks.
  private static final int SPINS_BEFORE_PARK = 100;

  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(TaskNode.class, "foreignState", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Handshake() {}

  /// Sets one bit; true if it was not set.
  static boolean add(RunTask<?> task, int bit) {
    return ((int) WORD.getAndBitwiseOr(task, bit) & bit) == 0;
  }

  static void remove(RunTask<?> task, int bits) {
    WORD.getAndBitwiseAnd(task, ~bits);
  }

  // For those who meddle

  static boolean tryClaim(RunTask<?> task) {
    return add(task, DELIVERING);
  }

  /// Ends a claim.
  ///
  /// @param left what the task has to know at its next edge
  static void release(RunTask<?> task, int left) {
    int seen;
    do {
      seen = task.foreignState;
    } while (!WORD.compareAndSet(task, seen, (seen & ~(DELIVERING | AWAITED)) | left));
    if ((seen & AWAITED) != 0) {
      LockSupport.unpark(task.thread());
    }
  }

  // For the task itself

  /// Waits until nobody meddles.
  ///
  /// @return the word as it is then
  static int settle(RunTask<?> task) {
    VarHandle.fullFence(); // after the change of place: I4
    int word = task.foreignState;
    return (word & DELIVERING) == 0 ? word : awaitRelease(task);
  }

  private static int awaitRelease(RunTask<?> task) {
    boolean interrupted = false;
    for (int spins = 0; ; spins++) {
      int word = task.foreignState;
      if ((word & DELIVERING) == 0) {
        if (interrupted) {
          Thread.currentThread().interrupt(); // as it was: whose it is, is the caller's question
        }
        return word;
      }
      if (spins < SPINS_BEFORE_PARK) {
        Thread.onSpinWait();
      } else if ((word & AWAITED) != 0 || WORD.compareAndSet(task, word, word | AWAITED)) {
        LockSupport.park(Handshake.class);
        interrupted |= Thread.interrupted(); // with the flag set the next park would not wait
      }
    }
  }

  /// Clears the thread's interrupt flag if it may be ours.
  ///
  /// @param word what [#settle] returned
  static void takeBack(RunTask<?> task, int word) {
    if ((word & FLAG) != 0) {
      boolean unspent = Thread.interrupted();
      remove(task, FLAG);
      if (unspent) {
        add(task, UNSPENT);
      }
    }
  }

  /// The task has seen and cleared its interrupt flag in a wait of ours: whether the interrupt was ours.
  static boolean takeOwn(RunTask<?> task) {
    int word = settle(task);
    if ((word & FLAG) == 0) {
      return false;
    }
    Thread.interrupted(); // the delivery we have waited for may have come after the look
    remove(task, FLAG);
    add(task, UNSPENT);
    return true;
  }
}
