package io.trio4j.internal.run;

import io.trio4j.internal.park.Wait;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Parallel, but counting which tasks are busy: for runs on a clock that wants to know when nobody
/// is.
final class TrackedScheduler extends Scheduler implements IdleWatch.IdleRun {
  private final Parker parker;
  private final IdleWatch idleWatch;
  private final ReentrantLock lock = new ReentrantLock();
  private int busy; // guarded by lock; tasks that run, or are about to; and the idle handling
  private long missed; // guarded by lock; counts what an idle handling under way has to look at

  TrackedScheduler(Parker parker, IdleWatch idleWatch) {
    this.parker = parker;
    this.idleWatch = idleWatch;
  }

  @Override
  void start(RunTask<?> child, @Nullable RunTask<?> before) {
    gainBusy();
    boolean added = false;
    try {
      StartChain.add(child, before);
      added = true;
    } finally {
      if (!added) {
        loseBusy();
      }
    }
  }

  @Override
  void neverBegan() {
    loseBusy();
  }

  private void loseBusy() {
    boolean idle;
    lock.lock();
    try {
      idle = --busy == 0;
    } finally {
      lock.unlock();
    }
    if (idle) {
      whileIdle();
    }
  }

  @Override
  void begin(RunTask<?> task) {
    if (task.isMain()) {
      gainBusy();
    }
    StartChain.begun(task);
    stepBegins(task);
  }

  private void gainBusy() {
    lock.lock();
    try {
      busy++;
      missed++;
      idleWatch.busy();
    } finally {
      lock.unlock();
    }
  }

  @Override
  void stopUntilOver(RunTask<?> task, Wait<?> wait) {
    boolean idle;
    lock.lock();
    try {
      if (wait.isOver()) {
        return;
      }
      task.parkedOn = wait;
      idle = --busy == 0;
    } finally {
      lock.unlock();
    }
    stepEnds(task);
    if (idle) {
      whileIdle();
    }
    standUntilOver(task, wait, parker);
    stepBegins(task);
  }

  private void whileIdle() {
    boolean again = true;
    while (again && holdIdle()) {
      long seen = missedSoFar();
      boolean acted = idleWatch.idle(this);
      again = releaseIdle(seen) || acted;
    }
  }

  /// Counts the idle handling itself as busy: a task that it wakes and that parks again must not
  /// move time on while others that are due have not been woken yet.
  private boolean holdIdle() {
    lock.lock();
    try {
      if (busy > 0) {
        missed++; // if it is another that holds it, that one looks again
        return false;
      }
      busy++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private long missedSoFar() {
    lock.lock();
    try {
      return missed;
    } finally {
      lock.unlock();
    }
  }

  /// Says whether to look again: a task that was woken and came to rest meanwhile found the run
  /// held and left the looking to us, and its wake has taken back what we had armed.
  private boolean releaseIdle(long seen) {
    lock.lock();
    try {
      busy--;
      return missed != seen;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void ifIdle(BooleanSupplier act) {
    if (!holdIdle()) {
      return;
    }
    long seen = missedSoFar();
    boolean acted = false;
    try {
      acted = act.getAsBoolean(); // may wake several: none of them is the last before all are awake
    } finally {
      acted |= releaseIdle(seen);
    }
    if (acted) {
      whileIdle();
    }
  }

  @Override
  void wake(RunTask<?> task, Wait<?> wait) {
    lock.lock();
    try {
      if (task.parkedOn == wait) {
        task.parkedOn = null;
        busy++;
        missed++;
        idleWatch.busy();
      }
    } finally {
      lock.unlock();
    }
    task.unpark(parker);
  }

  @Override
  void schedulePoint(RunTask<?> task) {}

  @Override
  void end(RunTask<?> task) {
    stepEnds(task);
    boolean idle;
    lock.lock();
    try {
      idle = --busy == 0;
    } finally {
      lock.unlock();
    }
    if (idle && !task.isMain()) {
      whileIdle();
    }
  }

  @Override
  void leaveForBlocking(RunTask<?> task) {}

  @Override
  void returnFromBlocking(RunTask<?> task) {}

  @Override
  int runnableCount() {
    return 0;
  }
}
