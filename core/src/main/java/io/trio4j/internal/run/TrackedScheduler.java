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
  private int busy; // guarded by lock; tasks that run, or are about to

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
      again = idleWatch.idle(this);
      releaseIdle();
    }
  }

  /// Counts the idle handling itself as busy: a task that it wakes and that parks again must not
  /// move time on while others that are due have not been woken yet.
  private boolean holdIdle() {
    lock.lock();
    try {
      if (busy > 0) {
        return false;
      }
      busy++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void releaseIdle() {
    lock.lock();
    try {
      busy--;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void ifIdle(BooleanSupplier act) {
    if (isIdle() && act.getAsBoolean()) {
      whileIdle();
    }
  }

  private boolean isIdle() {
    lock.lock();
    try {
      return busy == 0;
    } finally {
      lock.unlock();
    }
  }

  @Override
  void wake(RunTask<?> task, Wait<?> wait) {
    lock.lock();
    try {
      if (task.parkedOn == wait) {
        task.parkedOn = null;
        busy++;
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
