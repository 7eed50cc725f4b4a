package io.trio4j.internal.time;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The timer of a clock that is not the real one: exact, and first armed, first out among equal
/// deadlines.
///
/// It has no thread: whoever moves the clock polls what is due and calls [TimerNode#expire].
///
/// @threadsafety any thread
public final class DeadlineHeap implements Timer {
  /*
   * Idea
   *
   * A binary heap by deadline and then by a running number, given at arming. A wheel would be
   * faster but orders only by tick; tests on a virtual clock are about the order. A node knows its
   * index, so it is taken out of the middle in O(log n). The numbers lie beside the nodes, not in
   * them, because a node of the wheel has no use for one.
   *
   * States
   *
   *   IDLE  -> ARMED  // arm
   *   ARMED -> IDLE   // disarm, which returns true; pollDue, whose caller then calls expire
   *
   * Invariants
   *
   *   I1  nodes[i].place = i + 1 for i < size; the rest of the array is null.
   *   I2  No entry is before its parent, (i - 1) / 2.
   *
   * Locks
   *
   * One, a leaf. All fields, and the place of a node in the heap, are guarded by it.
   */

  private static final int INITIAL_CAPACITY = 16;

  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable TimerNode[] nodes = new TimerNode[INITIAL_CAPACITY]; // guarded by lock
  private long[] numbers = new long[INITIAL_CAPACITY]; // guarded by lock; of the nodes beside them
  private int size; // guarded by lock
  private long armedEver; // guarded by lock; does not wrap in practice: 2^63 armings

  @Override
  public void arm(TimerNode node) {
    lock.lock();
    try {
      if (node.place != TimerNode.IDLE) {
        throw TimerNode.alreadyArmed(node);
      }
      ensureRoom();
      moveUp(size++, node, armedEver++);
    } finally {
      lock.unlock();
    }
  }

  private void ensureRoom() {
    if (size == nodes.length) {
      long[] longer = Arrays.copyOf(numbers, 2 * size);
      nodes = Arrays.copyOf(nodes, 2 * size);
      numbers = longer; // both or, without memory, neither
    }
  }

  @Override
  public boolean disarm(TimerNode node) {
    lock.lock();
    try {
      if (node.place == TimerNode.IDLE) {
        return false;
      }
      removeAt(node.place - 1);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// The earliest deadline armed; [TimerNode#NEVER] if there is none.
  public long nextDeadline() {
    lock.lock();
    try {
      return size == 0 ? TimerNode.NEVER : nodeAt(0).deadlineNanos();
    } finally {
      lock.unlock();
    }
  }

  /// Takes out the first node whose deadline is not after `now`. It is idle then; the caller calls
  /// its [TimerNode#expire], holding no lock.
  ///
  /// @return null if nothing is due
  public @Nullable TimerNode pollDue(long now) {
    lock.lock();
    try {
      if (size == 0 || nodeAt(0).deadlineNanos() > now) {
        return null;
      }
      TimerNode first = nodeAt(0);
      removeAt(0);
      return first;
    } finally {
      lock.unlock();
    }
  }

  /// The number of armed nodes.
  public int size() {
    lock.lock();
    try {
      return size;
    } finally {
      lock.unlock();
    }
  }

  private void removeAt(int index) {
    nodeAt(index).place = TimerNode.IDLE;
    size--;
    TimerNode last = nodeAt(size);
    long number = numbers[size];
    nodes[size] = null;
    if (index == size) {
      return;
    }
    if (index > 0 && isBefore(last, number, parentOf(index))) {
      moveUp(index, last, number);
    } else {
      moveDown(index, last, number);
    }
  }

  /// Puts an entry at a free index or above it, moving what it must come before.
  private void moveUp(int from, TimerNode node, long number) {
    int index = from;
    while (index > 0 && isBefore(node, number, parentOf(index))) {
      put(index, nodeAt(parentOf(index)), numbers[parentOf(index)]);
      index = parentOf(index);
    }
    put(index, node, number);
  }

  private void moveDown(int from, TimerNode node, long number) {
    int index = from;
    for (int child = firstChildOf(index); child < size; child = firstChildOf(index)) {
      if (child + 1 < size && isBefore(nodeAt(child + 1), numbers[child + 1], child)) {
        child++;
      }
      if (isBefore(node, number, child)) {
        break;
      }
      put(index, nodeAt(child), numbers[child]);
      index = child;
    }
    put(index, node, number);
  }

  private boolean isBefore(TimerNode node, long number, int index) {
    long deadline = node.deadlineNanos();
    long other = nodeAt(index).deadlineNanos();
    return deadline < other || (deadline == other && number < numbers[index]);
  }

  private static int parentOf(int index) {
    return (index - 1) / 2;
  }

  private static int firstChildOf(int index) {
    return 2 * index + 1;
  }

  private void put(int index, TimerNode node, long number) {
    nodes[index] = node;
    numbers[index] = number;
    node.place = index + 1;
  }

  private TimerNode nodeAt(int index) {
    TimerNode node = nodes[index];
    if (node == null) {
      throw new IllegalStateException(
          "unreachable: nothing at " + index + " of " + size + ". Please report this.");
    }
    return node;
  }

  @Override
  public String toString() {
    int pending = size; // benign race: a count some armings old, rather than a wait for the lock
    return "DeadlineHeap[" + pending + " pending]";
  }
}
