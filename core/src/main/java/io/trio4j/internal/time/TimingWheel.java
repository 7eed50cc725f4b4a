package io.trio4j.internal.time;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// Deadlines by the tick in which they fall: entered and taken back in a few instructions whatever
/// their number. It has no thread and reads no clock; whoever owns it calls [#advance].
///
/// @threadsafety arm, disarm and armedCount from any thread; advance by one thread at a time
final class TimingWheel {
  /*
   * Idea
   *
   * The hierarchical wheel of Varghese and Lauck, "Hashed and Hierarchical Timing Wheels" (1987),
   * scheme 7. Time is counted in ticks. Level L has 64 slots of 64^L ticks each; a slot is a doubly
   * linked list of the nodes themselves. As in Tokio's wheel, a node's level is that of the highest
   * group of six bits in which its tick differs from the cursor, so a level never wraps round, its
   * occupied slots all lie ahead of the cursor, and the lowest occupied level holds the next event:
   * two bit scans find it. Eight levels hold every long, so there is no overflow list.
   *
   * When the cursor reaches a slot of level 0 its nodes are due; a slot above is spread over the
   * levels below. Each node is moved at most seven times, a 30 s deadline twice, and most deadlines
   * are taken back before they are moved at all.
   *
   * A deadline counts for the tick after the one it lies in, so when the clock stands in tick t all
   * deadlines of ticks <= t have passed: never early, late by one tick at most. The price of the
   * simple formula is a whole tick for a deadline exactly on a boundary.
   *
   * We differ in the lock: a word, taken by CAS, because the section under it is shorter than a
   * queued lock's own work, and because it needs no memory and never unmounts a virtual thread.
   *
   * States
   *
   *   IDLE  -> ARMED  // arm
   *   ARMED -> ARMED  // advance moves it to a lower level
   *   ARMED -> IDLE   // disarm, which returns true: expire is not called for this arming
   *   ARMED -> DUE    // advance; from here on disarm returns false
   *   DUE   -> IDLE   // DueList.poll, by the one thread that then calls expire
   *
   * Invariants
   *
   *   I1  A node in slot s has place = firstPlace + s; its neighbours' links agree; a node in no
   *       slot and no DueList has no links.
   *   I2  The bit of a slot in occupied is set if and only if the slot is not empty, except for the
   *       slot being drained, whose bit is set until it is empty.
   *   I3  The cursor never passes an occupied slot, and an occupied slot of level L agrees with the
   *       cursor in all bits above L's six. Hence the first slot of the lowest occupied level is
   *       next.
   *   I4  Nothing is entered at or before the cursor, so a slot being drained gets no new nodes,
   *       and draining ends.
   *   I5  wakeTick is the tick by which the owner has undertaken to call advance again. arm says
   *       "wake" for every node earlier than that.
   *   I6  Between taking and releasing the lock, arm and disarm call no method, allocate nothing and
   *       wait for nothing. So no StackOverflowError or OutOfMemoryError of a user's task can leave
   *       the lock taken or a link half made: this structure is shared by the whole JVM.
   *
   * Ordering
   *
   *   field                        | read                | write              | guard
   *   locked                       | CAS by anyone       | CAS; volatile 0    | -
   *   heads, occupied, cursor,
   *   wakeTick, draining,
   *   node.place, next, previous   | under the lock      | under the lock     | locked
   *   node.place before the lock   | plain, in disarm    |                    | a benign race
   *   node.place of a due node     |                     | by the list's owner| hand-over
   *   armedCount                   | opaque              | under the lock     | -
   *
   * The store that releases the lock pairs with the CAS that takes it next. place is read before the
   * lock only to find the wheel, and shows at least the last arming that happens-before; the answer
   * is taken from place read again under the lock. If the node has been armed in another wheel since,
   * it was idle in between, so "not armed" is the answer for that moment.
   *
   * Locks
   *
   * A leaf: nothing is called under it but, in advance, methods of this class and of the DueList.
   * advance moves at most CHUNK nodes per hold, so nobody spins for longer than some microseconds.
   * Who finds it taken spins, then yields: a virtual thread gives up its carrier then, so a holder
   * that has lost its processor is not kept from it by our spinning. Nobody parks: the timer thread
   * would eat the permit with which an arming has woken it.
   *
   * Rejected
   *
   *   ReentrantLock: 21 to 27 ns of processor time for arm and disarm against 15 (TimerCost's loop,
   *   0 and 100,000 pending); allocates for each waiter; can't keep I6.
   *   Releasing by a release store instead of a volatile one: 0 to 4 ns less, but a VarHandle call is
   *   a call (I6).
   *   A heap: O(log n) under the lock, most of it for deadlines that never come.
   *   A single level with round counters: each turn visits all nodes of the slot.
   */

  /// A tick is 2^20 ns, 1.05 ms. Longer: all are later. Shorter: the thread wakes more often where
  /// deadlines do come, and near ones begin at a higher level.
  static final int TICK_SHIFT = 20;

  /// The tick of nothing: later than any deadline's.
  static final long NO_TICK = Long.MAX_VALUE;

  /// What [#advance] answers when it paused to let others get at the lock.
  static final long MORE = Long.MIN_VALUE;

  private static final int SLOT_BITS = 6; // a level's bitmap is a long
  private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;
  private static final int LEVELS = 8; // 48 bits; the last tick is 2^43
  private static final int PLACE_BITS = 9; // of LEVELS times 64 slots

  /// Nodes moved per hold of the lock. More: others spin longer. Fewer: the lock itself costs more
  /// than the moving.
  private static final int CHUNK = 128;

  /// How often a virtual thread looks before it yields its carrier, which is cheap. More: time
  /// burnt while the holder moves a chunk.
  private static final int VIRTUAL_SPINS = 32;

  /// The same for a platform thread, some 50 µs. Fewer: on a busy machine a yield costs it many
  /// milliseconds, and most holders are done by then. More: time burnt while the holder has lost
  /// its processor.
  private static final int PLATFORM_SPINS = 1_000;

  private final int firstPlace;
  private final @Nullable TimerNode[] heads = new TimerNode[LEVELS << SLOT_BITS]; // guarded by lock
  private final long[] occupied = new long[LEVELS]; // guarded by lock

  private volatile int locked; // 0 or 1; CAS by anyone, cleared by the holder
  private long cursor; // guarded by lock; the last tick handled
  private long wakeTick = NO_TICK; // guarded by lock; written by advance
  private int draining = -1; // guarded by lock; the slot advance is in the middle of, or -1

  @SuppressWarnings("UnusedVariable") // read through ARMED_COUNT
  private int armedCount; // written under lock, read by anyone

  private static final VarHandle LOCKED;
  private static final VarHandle ARMED_COUNT;

  static {
    try {
      var lookup = MethodHandles.lookup();
      LOCKED = lookup.findVarHandle(TimingWheel.class, "locked", int.class);
      ARMED_COUNT = lookup.findVarHandle(TimingWheel.class, "armedCount", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// @param number tells the wheels of one timer apart in their nodes' places; from 0
  TimingWheel(int number, long now) {
    firstPlace = 1 + (number << PLACE_BITS);
    cursor = tickOf(now);
  }

  /// The number of the wheel that gave out a place above 0.
  static int wheelOf(int place) {
    return (place - 1) >>> PLACE_BITS;
  }

  /// The tick in which a time lies.
  static long tickOf(long nanos) {
    return nanos >> TICK_SHIFT;
  }

  /// The time at which a tick begins; [TimerNode#NEVER] if that is beyond the scale.
  static long startOf(long tick) {
    return tick > tickOf(Long.MAX_VALUE) ? TimerNode.NEVER : tick << TICK_SHIFT;
  }

  /// Enters an idle node.
  ///
  /// @return whether the owner must be woken, because it means to come back only after this
  ///   deadline
  boolean arm(TimerNode node) {
    long deadlineTick = tickOf(node.deadlineNanos()) + 1;
    lock();
    // from here to the release: no calls (I6)
    if (node.place != TimerNode.IDLE) {
      locked = 0;
      throw TimerNode.alreadyArmed(node);
    }
    long tick = deadlineTick > cursor ? deadlineTick : cursor + 1; // I4
    int level = 0;
    for (long differing = (tick ^ cursor) >>> SLOT_BITS; differing != 0; differing >>>= SLOT_BITS) {
      level++;
    }
    int slot = (int) (tick >>> (level * SLOT_BITS)) & SLOT_MASK;
    int index = (level << SLOT_BITS) | slot;
    TimerNode head = heads[index];
    if (head != null) {
      head.previous = node;
    }
    node.next = head;
    node.place = firstPlace + index;
    heads[index] = node;
    occupied[level] |= 1L << slot;
    armedCount++;
    boolean wake = tick < wakeTick;
    locked = 0;
    return wake;
  }

  /// Takes the node out, if it is in this wheel now.
  boolean disarm(TimerNode node) {
    lock();
    // from here to the release: no calls (I6)
    int index = node.place - firstPlace;
    if (index < 0 || index >= heads.length) {
      locked = 0;
      return false;
    }
    TimerNode next = node.next;
    TimerNode previous = node.previous;
    if (next != null) {
      next.previous = previous;
    }
    if (previous != null) {
      previous.next = next;
    } else {
      heads[index] = next;
      if (next == null && index != draining) {
        occupied[index >>> SLOT_BITS] &= ~(1L << (index & SLOT_MASK));
      }
    }
    node.next = null;
    node.previous = null;
    node.place = TimerNode.IDLE;
    armedCount--;
    locked = 0;
    return true;
  }

  /// Moves on towards a tick that has begun, and appends the nodes that are due by then.
  ///
  /// @return [#MORE] if it must be called again at once; else the tick of the next event, by which
  ///   it must be called again, sooner if [#arm] says so; [#NO_TICK] if the wheel is empty
  long advance(long nowTick, DueList due) {
    lock();
    try {
      for (int budget = CHUNK; budget > 0; budget--) {
        if (draining < 0) {
          int first = firstOccupied();
          long start = first < 0 ? NO_TICK : startOfSlot(first);
          if (start > nowTick) {
            cursor = Math.max(cursor, nowTick);
            wakeTick = start;
            return start;
          }
          cursor = start;
          draining = first;
        }
        moveOne(due);
      }
      return MORE;
    } finally {
      locked = 0;
    }
  }

  /// Makes one node of the slot being drained due, or moves it to a lower level; ends the draining
  /// if there is none left.
  private void moveOne(DueList due) {
    TimerNode node = heads[draining];
    if (node == null) {
      occupied[draining >>> SLOT_BITS] &= ~(1L << (draining & SLOT_MASK));
      draining = -1;
      return;
    }
    TimerNode next = node.next;
    heads[draining] = next;
    if (next != null) {
      next.previous = null;
    }
    node.next = null;
    long tick = tickOf(node.deadlineNanos()) + 1;
    if (tick > cursor) {
      moveDown(node, tick);
    } else {
      node.place = TimerNode.DUE;
      armedCount--;
      due.add(node);
    }
  }

  /// The same as the middle of [#arm], which must not call it (I6).
  private void moveDown(TimerNode node, long tick) {
    int level = levelOf(tick ^ cursor);
    int slot = (int) (tick >>> (level * SLOT_BITS)) & SLOT_MASK;
    int index = (level << SLOT_BITS) | slot;
    assert index < draining : "I3: from " + draining + " to " + index;
    TimerNode head = heads[index];
    if (head != null) {
      head.previous = node;
    }
    node.next = head;
    node.place = firstPlace + index;
    heads[index] = node;
    occupied[level] |= 1L << slot;
  }

  private static int levelOf(long differing) {
    return (Long.SIZE - 1 - Long.numberOfLeadingZeros(differing | SLOT_MASK)) / SLOT_BITS;
  }

  private int firstOccupied() {
    for (int level = 0; level < LEVELS; level++) {
      if (occupied[level] != 0) {
        return (level << SLOT_BITS) | Long.numberOfTrailingZeros(occupied[level]);
      }
    }
    return -1;
  }

  /// The first tick of a slot: the cursor's bits above the level (I3), then the slot's number.
  private long startOfSlot(int index) {
    int shift = (index >>> SLOT_BITS) * SLOT_BITS;
    long above = cursor >>> shift >>> SLOT_BITS << SLOT_BITS;
    return (above | (index & SLOT_MASK)) << shift;
  }

  private void lock() {
    if (!LOCKED.compareAndSet(this, 0, 1)) {
      lockSlowly();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // correct without the yield; with it, no carrier is held
  private void lockSlowly() {
    int spins = Thread.currentThread().isVirtual() ? VIRTUAL_SPINS : PLATFORM_SPINS;
    for (int tries = 1; locked != 0 || !LOCKED.compareAndSet(this, 0, 1); tries++) {
      if (tries % spins != 0) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  /// The number of armed nodes, or a recent one.
  int armedCount() {
    return (int) ARMED_COUNT.getOpaque(this); // benign race: a count some moves old
  }

  @Override
  public String toString() {
    return "TimingWheel[" + armedCount() + " armed]";
  }
}
