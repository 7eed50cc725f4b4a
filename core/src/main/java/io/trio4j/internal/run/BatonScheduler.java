package io.trio4j.internal.run;

import io.trio4j.internal.park.Wait;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One task at a time: a baton goes from task to task at schedule points.
final class BatonScheduler extends Scheduler implements IdleWatch.IdleRun {
  /*
   * Idea
   *   Trio's run loop without a loop: rounds of all tasks that are ready, and whoever gives the baton up
   *   picks the next. Each task keeps its own thread; only the holder's moves.
   *
   * States (of `holder`)
   *   null -> task   // wake or start of a task while nobody holds the baton
   *   task -> task   // at a schedule point, a wait, the end
   *   task -> IDLE   // nobody is ready: the thread that gave up looks after the clock
   *   IDLE -> task, null
   *
   * Invariants
   *   I1 A task runs user code only while it is the holder, or in a blocking region.
   *   I2 A task is in `ready` at most once, and only while it does not hold the baton.
   *
   * Ordering
   *   Everything a task did before it gave up the baton happens-before what the next holder does: both
   *   take `lock`, and `granted` is written before unpark and read after park.
   */
  private final Parker parker;
  private final @Nullable IdleWatch idleWatch;
  private final boolean leavable; // a blocking region gives up the baton
  private final ReentrantLock lock = new ReentrantLock();
  private final ReadyQueue ready; // guarded by lock
  private @Nullable RunTask<?> holder; // guarded by lock
  private boolean idling; // guarded by lock; the baton is with the idle handling
  private final BatonWatch watch = new BatonWatch(this);
  private long switches; // guarded by lock
  private int outside; // guarded by lock; tasks in blocking regions, without the baton

  BatonScheduler(Parker parker, @Nullable IdleWatch idleWatch, @Nullable SeededRandom random) {
    this.parker = parker;
    this.idleWatch = idleWatch;
    leavable = random == null; // deterministic: a region's end must not depend on real time
    ready = new ReadyQueue(random);
  }

  @Override
  void start(RunTask<?> child, @Nullable RunTask<?> before) {
    makeReady(child);
  }

  @Override
  void begin(RunTask<?> task) {
    if (task.isMain()) {
      lock.lock();
      try {
        holder = task;
        watch.open();
        if (idleWatch != null) {
          idleWatch.busy();
        }
      } finally {
        lock.unlock();
      }
    }
    task.granted = false; // the grant that started its thread is used up
    stepBegins(task);
  }

  @Override
  void schedulePoint(RunTask<?> task) {
    if (isOutside(task)) {
      returnFromBlocking(task); // which is a turn as well
      leaveForBlocking(task);
      return;
    }
    scheduled(task);
    stepEnds(task);
    RunTask<?> next;
    lock.lock();
    try {
      ready.add(task);
      next = pick();
    } finally {
      lock.unlock();
    }
    passTo(next, task);
  }

  /// Whether the task, which is the current one, is in a region without the baton: to wait with us
  /// it takes part in the turns again.
  private boolean isOutside(RunTask<?> task) {
    return leavable && task.region() != null;
  }

  @Override
  void stopUntilOver(RunTask<?> task, Wait<?> wait) {
    if (isOutside(task)) {
      returnFromBlocking(task);
      stopAsHolder(task, wait);
      leaveForBlocking(task);
    } else {
      stopAsHolder(task, wait);
    }
  }

  private void stopAsHolder(RunTask<?> task, Wait<?> wait) {
    stepEnds(task);
    RunTask<?> next;
    lock.lock();
    try {
      if (wait.isOver()) {
        ready.add(task);
      } else {
        task.parkedOn = wait;
      }
      next = pick();
    } finally {
      lock.unlock();
    }
    passTo(next, task);
  }

  /// Gives the baton to `next` and waits until `task` has it again.
  private void passTo(@Nullable RunTask<?> next, RunTask<?> task) {
    if (next == null) {
      idle();
    } else if (next != task) {
      grant(next);
    }
    if (next != task) {
      awaitGrant(task);
    }
    stepBegins(task);
  }

  private void awaitGrant(RunTask<?> task) {
    while (!task.granted) {
      parker.park(this);
      if (Thread.interrupted()) {
        Wait<?> wait = task.parkedOn; // a stale value is over: nothing happens to it
        if (wait != null) {
          task.interruptedWhileWaiting(wait);
        } else {
          task.rememberInterrupt();
        }
      }
    }
    task.granted = false;
  }

  /// Gives the baton to `first`, or if it can't begin to the next one that can go on.
  private void grant(RunTask<?> first) {
    RunTask<?> next = first;
    while (next != null && !tryGrant(next)) {
      lock.lock();
      try {
        next = pick();
      } finally {
        lock.unlock();
      }
    }
    if (next == null) {
      idle();
    }
  }

  private boolean tryGrant(RunTask<?> next) {
    next.granted = true;
    if (!next.markThreadStarted()) {
      next.unpark(parker);
      return true;
    }
    try {
      next.thread().start();
      return true;
    } catch (Throwable t) { // becomes the failure of the task that could not begin
      next.granted = false;
      next.failedToStart(t);
      return false;
    }
  }

  /// Under the lock: the next holder, or null after making the idle handling the holder.
  private @Nullable RunTask<?> pick() {
    RunTask<?> next = ready.poll();
    holder = next;
    switches++;
    idling = next == null;
    return next;
  }

  /// Nobody is ready. The current thread has no baton to lose: it looks after the clock, then gives
  /// the baton to whoever became ready.
  private void idle() {
    afterIdle(lookAfterClock());
  }

  private boolean lookAfterClock() {
    return idleWatch != null && noneOutside() && idleWatch.idle(this);
  }

  private void afterIdle(boolean didSomething) {
    boolean acted = didSomething;
    while (true) {
      RunTask<?> next = null;
      lock.lock();
      try {
        if (!ready.isEmpty()) {
          next = pick();
        } else if (!acted) {
          idling = false;
          return; // the next wake from outside grants
        }
      } finally {
        lock.unlock();
      }
      if (next != null) {
        grant(next);
        return;
      }
      acted = lookAfterClock();
    }
  }

  @Override
  public void ifIdle(BooleanSupplier act) {
    lock.lock();
    try {
      if (!isIdle()) {
        return;
      }
      idling = true;
    } finally {
      lock.unlock();
    }
    afterIdle(act.getAsBoolean());
  }

  private boolean noneOutside() {
    lock.lock();
    try {
      return outside == 0;
    } finally {
      lock.unlock();
    }
  }

  private boolean isIdle() {
    lock.lock();
    try {
      return holder == null && !idling && outside == 0 && ready.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  void wake(RunTask<?> task, Wait<?> wait) {
    lock.lock();
    try {
      if (task.parkedOn != wait) {
        return; // it has not come to wait yet, and will see that the wait is over
      }
      task.parkedOn = null;
    } finally {
      lock.unlock();
    }
    makeReady(task);
  }

  private void makeReady(RunTask<?> task) {
    RunTask<?> next = null;
    lock.lock();
    try {
      if (idleWatch != null) {
        idleWatch.busy();
      }
      ready.add(task); // last: a starter at the end of its stack has not handed the child over
      if (holder == null && !idling) {
        next = pick();
      }
    } finally {
      lock.unlock();
    }
    if (next != null) {
      grant(next);
    }
  }

  @Override
  void end(RunTask<?> task) {
    stepEnds(task);
    if (task.isMain()) {
      lock.lock();
      try {
        holder = null;
      } finally {
        lock.unlock();
      }
      watch.close();
      return;
    }
    passOn();
  }

  private void passOn() {
    RunTask<?> next;
    lock.lock();
    try {
      next = pick();
    } finally {
      lock.unlock();
    }
    if (next == null) {
      idle();
    } else {
      grant(next);
    }
  }

  @Override
  void leaveForBlocking(RunTask<?> task) {
    if (!leavable) {
      return;
    }
    stepEnds(task);
    lock.lock();
    try {
      outside++;
    } finally {
      lock.unlock();
    }
    passOn();
  }

  @Override
  void returnFromBlocking(RunTask<?> task) {
    if (!leavable) {
      return;
    }
    lock.lock();
    try {
      outside--;
    } finally {
      lock.unlock();
    }
    scheduled(task);
    makeReady(task);
    awaitGrant(task);
    stepBegins(task);
  }

  /// How often the baton went to somebody.
  long switchCount() {
    lock.lock();
    try {
      return switches;
    } finally {
      lock.unlock();
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // tasks are what they are
  boolean isWaitingForTurn(RunTask<?> task) {
    return task.region() == null && holder() != task;
  }

  @Nullable RunTask<?> holder() {
    lock.lock();
    try {
      return holder;
    } finally {
      lock.unlock();
    }
  }

  @Override
  int runnableCount() {
    lock.lock();
    try {
      return ready.userCount();
    } finally {
      lock.unlock();
    }
  }
}
