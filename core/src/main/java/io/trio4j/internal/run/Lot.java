package io.trio4j.internal.run;

import io.trio4j.BrokenResourceException;
import io.trio4j.Task;
import io.trio4j.internal.park.Wait;
import io.trio4j.lowlevel.ParkingLot;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The one kind of parking lot.
public final class Lot implements ParkingLot {
  /*
   * Invariants
   *   I1 A waiting task's entry is in exactly one lot, the one its `lot` field names, until it is woken,
   *      cancelled or the lot breaks.
   *   I2 An entry is taken out under its lot's lock, and only then its wait is rescheduled. A wait that a
   *      cancel took first answers false, and the next in line is woken instead.
   *
   * Locks
   *   Each lot's lock is a leaf; two are taken only by repark, in the order of their numbers. Waits are
   *   rescheduled under no lock.
   */
  private static final java.util.concurrent.atomic.AtomicLong NUMBERS =
      new java.util.concurrent.atomic.AtomicLong();

  private static final class Entry {
    final Wait<@Nullable Void> wait;
    volatile Lot lot; // under the locks of the old and the new lot

    Entry(Wait<@Nullable Void> wait, Lot lot) {
      this.wait = wait;
      this.lot = lot;
    }
  }

  private final long number = NUMBERS.incrementAndGet();
  private final Object subject;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Entry, Entry> entries = new LinkedHashMap<>(); // guarded by lock
  private final List<Task<?>> brokenBy = new ArrayList<>(0); // guarded by lock
  private final Consumer<RunTask<?>> breaker = this::breakLot;

  public Lot(Object subject) {
    this.subject = subject;
  }

  @Override
  public void park() {
    RunTask.touch(this);
    Entry entry = new Entry(Wait.create(subject), this);
    lock.lock();
    try {
      ensureWhole();
      entries.put(entry, entry);
    } finally {
      lock.unlock();
    }
    boolean over = false;
    try {
      entry.wait.park(() -> forget(entry));
      over = true;
    } finally {
      if (!over) {
        forget(entry); // a checkpoint that threw before the wait began
      }
    }
  }

  private static void forget(Entry entry) {
    while (true) {
      Lot at = entry.lot;
      at.lock.lock();
      try {
        if (entry.lot == at) {
          at.entries.remove(entry);
          return;
        }
      } finally {
        at.lock.unlock();
      }
    }
  }

  private void ensureWhole() {
    if (!brokenBy.isEmpty()) {
      throw broken();
    }
  }

  private BrokenResourceException broken() {
    return new BrokenResourceException(
        this + " was broken by " + brokenBy() + ". What it guards can't be waited for any more.");
  }

  @Override
  public int unpark(int count) {
    requireCount(count);
    RunTask.touch(this);
    int woken = 0;
    while (woken < count) {
      Entry first = takeFirst();
      if (first == null) {
        break;
      }
      if (first.wait.tryReschedule(null)) {
        woken++;
      }
    }
    return woken;
  }

  private @Nullable Entry takeFirst() {
    lock.lock();
    try {
      Iterator<Entry> all = entries.keySet().iterator();
      if (!all.hasNext()) {
        return null;
      }
      Entry first = all.next();
      all.remove();
      return first;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int unparkAll() {
    RunTask.touch(this);
    int woken = 0;
    for (Entry entry : takeAll()) {
      if (entry.wait.tryReschedule(null)) {
        woken++;
      }
    }
    return woken;
  }

  private List<Entry> takeAll() {
    lock.lock();
    try {
      List<Entry> all = new ArrayList<>(entries.keySet());
      entries.clear();
      return all;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int repark(ParkingLot target, int count) {
    requireCount(count);
    Lot other = (Lot) target;
    if (other == this) {
      throw new IllegalArgumentException("target must be another lot: " + target);
    }
    RunTask.touch(this);
    RunTask.touch(other);
    Lot first = number < other.number ? this : other;
    Lot second = first == this ? other : this;
    first.lock.lock();
    second.lock.lock();
    try {
      return moveLocked(other, count);
    } finally {
      second.lock.unlock();
      first.lock.unlock();
    }
  }

  private int moveLocked(Lot other, int count) {
    int moved = 0;
    Iterator<Entry> all = entries.keySet().iterator();
    while (moved < count && all.hasNext()) {
      Entry entry = all.next();
      all.remove();
      entry.lot = other;
      other.entries.put(entry, entry);
      moved++;
    }
    return moved;
  }

  @Override
  public int reparkAll(ParkingLot target) {
    return repark(target, Integer.MAX_VALUE);
  }

  @Override
  public void breakLot(Task<?> task) {
    java.util.Objects.requireNonNull(task, "task");
    List<Entry> all;
    lock.lock();
    try {
      brokenBy.add(task);
      all = new ArrayList<>(entries.keySet());
      entries.clear();
    } finally {
      lock.unlock();
    }
    for (Entry entry : all) {
      entry.wait.tryFail(broken()); // one each: what one waiter adds to its own is no other's
    }
  }

  @Override
  public void addBreaker(Task<?> task) {
    if (!((RunTask<?>) task).addExtras().addAtEnd(breaker) || task.isDone()) {
      throw new BrokenResourceException(
          task + " has ended already, so " + this + " would be broken from the start.");
    }
  }

  @Override
  public void removeBreaker(Task<?> task) {
    if (!((RunTask<?>) task).addExtras().removeAtEnd(breaker)) {
      throw new IllegalStateException(
          task + " is not a breaker of " + this + ". Each addBreaker is taken back once.");
    }
  }

  @Override
  public List<Task<?>> brokenBy() {
    lock.lock();
    try {
      return List.copyOf(brokenBy);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int waitingCount() {
    RunTask.touch(this);
    lock.lock();
    try {
      return entries.size();
    } finally {
      lock.unlock();
    }
  }

  private static void requireCount(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count must not be negative: " + count);
    }
  }

  @Override
  public String toString() {
    return "ParkingLot[" + subject + "]";
  }
}
