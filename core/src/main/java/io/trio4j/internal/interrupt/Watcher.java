package io.trio4j.internal.interrupt;

import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Looks again and again, at growing intervals, at what a run has cancelled outside its waits: one
/// virtual thread, which lives while there is anything to look at.
final class Watcher implements Runnable {
  /*
   * Idea
   *   Java does not tell when a thread comes to block, so one must look. What is new is looked at at once;
   *   what is to be looked at again stands in the queue of its pause: within one queue all have the same
   *   pause, so its head is due first and nothing has to be sorted.
   *
   * States (of `running`)
   *   false -> true   // by whoever adds the first item, who starts the thread; by the thread that was
   *                   // about to end and found new ones
   *   true -> false   // by the thread, when it has nothing left
   *
   * Ordering
   *   top     | volatile | CAS push by anyone, taken whole by the thread
   *   running | volatile | Dekker: one pushes, then reads it; the thread clears it, then reads `top`
   *   queues, count | plain, the thread; from one thread to the next through `running`
   *
   * Liveness
   *   Whoever pushes on an empty stack unparks the thread; those who push on top of that rely on it. The
   *   thread parks for a limited time only, since it does so only while it has items.
   *
   * Rejected
   *   A thread for the JVM: a thousand runs would share its delays, and it would outlive them.
   *   A thread for each task: 100,000 running tasks can be cancelled at once.
   *   A platform thread: when all carriers are held nobody can be helped by an interrupt either, since
   *   what holds a carrier does not wait.
   */
  /// What has to be looked at more than once.
  abstract static class Item {
    private @Nullable Item below; // on the stack; before the push
    private int looks; // before the push; then the watcher
    private long dueNanos; // the watcher
    private @Nullable Queue queue; // the watcher
    private @Nullable Item before; // in the queue; the watcher
    private @Nullable Item after; // in the queue; the watcher

    Item(int looks) {
      this.looks = looks;
    }

    /// The watcher has got it; from now on it may be added again.
    abstract void taken();

    /// Whether it has to be looked at again.
    abstract boolean look(long nowNanos);

    /// By the watcher: looks shall follow each other as if it were new.
    final void lookFromStart() {
      looks = 0;
    }
  }

  /// Items that wait for the same pause to pass, first come first.
  private static final class Queue {
    @Nullable Item first;
    @Nullable Item last;

    void add(Item item) {
      Item tail = last;
      item.queue = this;
      item.before = tail;
      if (tail == null) {
        first = item;
      } else {
        tail.after = item;
      }
      last = item;
    }

    void remove(Item item) {
      Item before = item.before;
      Item after = item.after;
      if (before == null) {
        first = after;
      } else {
        before.after = after;
      }
      if (after == null) {
        last = before;
      } else {
        after.before = before;
      }
      item.queue = null;
      item.before = null;
      item.after = null;
    }
  }

  private static final System.Logger LOG = System.getLogger("io.trio4j.interrupt");
  private static final VarHandle TOP;
  private static final VarHandle RUNNING;

  static {
    try {
      var lookup = MethodHandles.lookup();
      TOP = lookup.findVarHandle(Watcher.class, "top", Item.class);
      RUNNING = lookup.findVarHandle(Watcher.class, "running", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Pace pace;
  private final ThreadFactory threads;
  private volatile @Nullable Item top; // CAS by anyone
  private volatile boolean running; // CAS by anyone
  private volatile @Nullable Thread thread; // by whoever starts it, then by itself
  private volatile boolean closed; // the run has ended
  private List<Queue> queues = List.of(); // the watcher's thread
  private int count; // the watcher's thread; items in the queues

  Watcher(Pace pace, ThreadFactory threads) {
    this.pace = pace;
    this.threads = threads;
  }

  /// Adds an item, or brings one forward. It is looked at at once unless it says that looks have
  /// passed.
  ///
  /// @param item not on the stack already
  void add(Item item) {
    Item first;
    do {
      first = top;
      item.below = first;
    } while (!TOP.compareAndSet(this, first, item));
    if (!running) {
      start();
    } else if (first == null) {
      LockSupport.unpark(thread);
    }
  }

  private void start() {
    if (RUNNING.compareAndSet(this, false, true)) {
      try {
        Thread fresh = threads.newThread(this);
        thread = fresh;
        fresh.start();
      } catch (Throwable t) { // logged; the next cancel tries again, and this one must get through
        running = false;
        log("the watcher of cancelled tasks could not be started", t);
      }
    }
  }

  private static void log(String message, Throwable failure) {
    try {
      LOG.log(Level.ERROR, message, failure);
    } catch (Throwable _) {
      // no memory to log with, or a failing logger: without the watcher no blocking task would end
    }
  }

  /// The run has ended: nothing is left to look after.
  void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    if (queues.isEmpty()) {
      queues = emptyQueues();
    }
    do {
      thread = Thread.currentThread();
      lookWhileAnyIsLeft();
      thread = null;
      running = false;
    } while (top != null && RUNNING.compareAndSet(this, false, true));
  }

  private List<Queue> emptyQueues() {
    List<Queue> fresh = new ArrayList<>();
    for (int i = 0; i <= pace.growingLooks(); i++) {
      fresh.add(new Queue());
    }
    return fresh;
  }

  private void lookWhileAnyIsLeft() {
    takeNew();
    while (count > 0) {
      long waitNanos = lookAtDue();
      if (top == null && count > 0) {
        LockSupport.parkNanos(this, waitNanos);
      }
      takeNew();
    }
  }

  private void takeNew() {
    Item at = (Item) TOP.getAndSet(this, null);
    while (at != null) {
      Item item = at;
      at = item.below;
      item.below = null;
      dequeue(item);
      item.taken(); // only now: it may be pushed again
      if (item.looks == 0) {
        lookAt(item);
      } else {
        enqueue(item);
      }
    }
  }

  /// Returns how long there is nothing to do.
  private long lookAtDue() {
    long now = System.nanoTime();
    long earliest = pace.longestLookNanos();
    for (Queue queue : queues) {
      for (Item head = queue.first; head != null; head = queue.first) {
        long left = head.dueNanos - now;
        if (left > 0 && !closed) {
          earliest = Math.min(earliest, left);
          break;
        }
        dequeue(head);
        lookAt(head);
      }
    }
    return earliest;
  }

  private void lookAt(Item item) {
    boolean again = true;
    try {
      again = item.look(System.nanoTime());
    } catch (
        Throwable t) { // logged; the others must be looked at, and this one may be luckier later
      log("looking after a cancelled task failed", t);
    }
    if (again && !closed) {
      enqueue(item);
    }
  }

  private void enqueue(Item item) {
    int pause = Math.min(item.looks, queues.size() - 1);
    item.dueNanos = System.nanoTime() + pace.lookNanos(pause);
    item.looks = pause + 1;
    queues.get(pause).add(item);
    count++;
  }

  private void dequeue(Item item) {
    Queue queue = item.queue;
    if (queue != null) {
      queue.remove(item);
      count--;
    }
  }
}
