package io.trio4j.internal.interrupt;

import io.trio4j.internal.cancel.TaskNode;
import io.trio4j.internal.run.RunTask;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What a task and the threads that meddle with it agree on, while there are any.
final class Handshake {
  /*
   * Idea
   *   An interrupt that is sent after a mere look ("is it still in there?") can arrive when the task is
   *   out: 16 of 200,000 did (facts-jdk25, fact 12). So a delivery first claims the task's word, then
   *   looks, then acts, then releases; and the task, at each edge, waits until the word is not claimed.
   *   The costly half is the delivery's: a task nobody meddles with has no handshake, and its edges
   *   read that from one field, TaskNode.foreign.
   *
   * States (of TaskNode.foreign)
   *   null -> handshake   // by the first who has business with the task
   *   handshake -> null   // by whoever has retired it; -> another, by one who found it retired
   *
   * States (bits of `word`)
   *   WATCHED     the watcher has the task on its list
   *   PUSHED      it is on the stack of what is new to the watcher
   *   LEFT        since it came on the list the task has been where nothing around it was cancelled
   *   DELIVERING  a delivery has claimed it: edges wait
   *   AWAITED     the task is parked at an edge until DELIVERING goes away
   *   FLAG        the thread's interrupt flag may be set, by us
   *   SENT        it was interrupted, or its region's action was run, in the cancelled scopes it is in
   *   ACTED       the latter: whatever the region throws now may be our doing
   *   UNSPENT     an interrupt was taken back before any code had seen it: another may be sent at once
   *   REGION      it is in a region whose policy is an action, so its edges must look here
   *   RETIRED     nothing was left: for ever
   *
   * Invariants
   *   I1 An interrupt is sent only between a claim and its release, and only if the sender saw, in this
   *      order and after its claim, that the thread waits, that the task is in foreign code, and that
   *      its innermost scope is cancelled.
   *   I2 A task changes the place it is in (pops, pushes a shield, leaves a region, comes to its end)
   *      first, and looks for a claim after that.
   *   I3 From I1 and I2: an interrupt hits a task in a cancelled scope, and before it gets past the next
   *      edge the task knows of it. Let P be the wait the sender saw. It is before a change of place C or
   *      after it. If before, the claim came before the look that follows C, which finds it and waits.
   *      If after, so did the sender's look at the innermost scope, which finds the new place and sends
   *      nothing.
   *   I4 A region's action may be run while the thread runs, so I1 does not hold for it. There the two
   *      are a Dekker pair: the task changes its place, a full fence, reads the word, which it
   *      has because of REGION; the sender claims, then reads the place.
   *   I5 FLAG is cleared by the task only, at an edge, before shielded code, or when a wait of ours meets
   *      the interrupt; whenever it was set, the thread's flag is cleared too. So user code outside the
   *      cancelled scope never sees it.
   *   I6 A handshake is retired only when no bit but LEFT is set, in one CAS. So nobody who has set a bit
   *      loses it, and whoever fails to set one because of RETIRED begins a new handshake.
   *
   * Ordering
   *   foreign, word | volatile | atomic read-modify-write by anyone
   *   place         | innermost: volatile write at push, release at pop; region: volatile; body: plain
   *                 | release and plain suffice for I3: the task writes them before it waits, the JDK
   *                 | writes the state of a thread that waits volatilely, and the sender reads that first
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
   *   The word in the task itself: the watcher's entry must be found from the task too, when it is
   *   cancelled anew, and a million tasks would carry both.
   */
  static final int WATCHED = 1;
  static final int PUSHED = 1 << 1;
  static final int LEFT = 1 << 2;
  static final int DELIVERING = 1 << 3;
  static final int AWAITED = 1 << 4;
  static final int FLAG = 1 << 5;
  static final int SENT = 1 << 6;
  static final int ACTED = 1 << 7;
  static final int UNSPENT = 1 << 8;
  static final int REGION = 1 << 9;
  static final int RETIRED = 1 << 10;

  /// A delivery holds its claim for a few microseconds. More: a task whose delivery was stopped
  /// burns its carrier, less: each edge that meets a delivery parks.
  private static final int SPINS_BEFORE_PARK = 100;

  private static final VarHandle FOREIGN;
  private static final VarHandle WORD;

  static {
    try {
      var lookup = MethodHandles.lookup();
      FOREIGN = lookup.findVarHandle(TaskNode.class, "foreign", Object.class);
      WORD = lookup.findVarHandle(Handshake.class, "word", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final RunTask<?> task;
  private final Watched watched;
  private volatile int word;

  private Handshake(InterruptEngine engine, RunTask<?> task) {
    this.task = task;
    watched = new Watched(engine, this);
  }

  /// The handshake of a task, begun now if there is none.
  static Handshake of(InterruptEngine engine, RunTask<?> task) {
    while (true) {
      Object now = task.foreign;
      if (now instanceof Handshake current && !current.has(RETIRED)) {
        return current;
      }
      Handshake fresh = new Handshake(engine, task);
      if (FOREIGN.compareAndSet(task, now, fresh)) {
        return fresh;
      }
    }
  }

  /// The handshake of a task, if there is one.
  static @Nullable Handshake ofOrNull(RunTask<?> task) {
    return (Handshake) task.foreign;
  }

  RunTask<?> task() {
    return task;
  }

  /// The watcher's entry.
  Watched watched() {
    return watched;
  }

  boolean has(int bit) {
    return (word & bit) != 0;
  }

  /// Sets bits, unless the handshake was retired.
  ///
  /// @return the word before
  int set(int bits) {
    int seen;
    do {
      seen = word;
    } while ((seen & RETIRED) == 0 && !WORD.compareAndSet(this, seen, seen | bits));
    return seen;
  }

  /// Clears bits.
  ///
  /// @return the word before
  int clear(int bits) {
    return (int) WORD.getAndBitwiseAnd(this, ~bits);
  }

  /// Takes the handshake away from the task if nothing is left of it.
  void tryRetire() {
    int seen = word;
    if ((seen & ~LEFT) == 0 && WORD.compareAndSet(this, seen, RETIRED)) {
      FOREIGN.compareAndSet(task, this, null);
    }
  }

  // For those who meddle

  boolean tryClaim() {
    return (set(DELIVERING) & (DELIVERING | RETIRED)) == 0;
  }

  /// Ends a claim.
  ///
  /// @param left bits that tell the task what was done to it
  void release(int left) {
    int seen;
    do {
      seen = word;
    } while (!WORD.compareAndSet(this, seen, (seen & ~(DELIVERING | AWAITED)) | left));
    if ((seen & AWAITED) != 0) {
      LockSupport.unpark(task.threadOrNull()); // null, which it ignores: a task that has ended
    }
  }

  // For the task itself

  /// Waits until nobody meddles.
  ///
  /// @return the word as it is then
  int settle() {
    VarHandle.fullFence(); // after the change of place: I4
    int seen = word;
    return (seen & DELIVERING) == 0 ? seen : awaitRelease();
  }

  private int awaitRelease() {
    boolean interrupted = false;
    for (int spins = 0; ; spins++) {
      int seen = word;
      if ((seen & DELIVERING) == 0) {
        if (interrupted) {
          Thread.currentThread().interrupt(); // as it was: whose it is, is the caller's question
        }
        return seen;
      }
      if (spins < SPINS_BEFORE_PARK) {
        Thread.onSpinWait();
      } else if ((seen & AWAITED) != 0 || WORD.compareAndSet(this, seen, seen | AWAITED)) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted(); // with the flag set the next park would not wait
      }
    }
  }

  /// Waits until nobody meddles, and clears the thread's interrupt flag if it may be ours.
  ///
  /// @return the word before that
  int takeBack() {
    int seen = settle();
    if ((seen & FLAG) != 0) {
      boolean unspent = Thread.interrupted();
      clear(FLAG);
      if (unspent) {
        set(UNSPENT);
      }
    }
    return seen;
  }

  /// The task has seen and cleared its interrupt flag in a wait of ours: whether the interrupt was
  /// ours.
  boolean takeOwn() {
    boolean ours = (settle() & FLAG) != 0;
    if (ours) {
      Thread.interrupted(); // the delivery we have waited for may have come after the look
      clear(FLAG);
      set(UNSPENT);
    }
    return ours;
  }

  /// The task is where nothing around it is cancelled: what was sent is over.
  void forget() {
    clear(SENT | ACTED | UNSPENT);
    if (has(WATCHED)) {
      set(LEFT);
    } else {
      tryRetire();
    }
  }

  @Override
  public String toString() {
    return "Handshake[" + task + ", " + Integer.toBinaryString(word) + "]";
  }
}
