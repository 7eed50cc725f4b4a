package io.trio4j.internal.run;

import io.trio4j.internal.park.Wait;

/// Tasks run on all cores; the JVM schedules them.
final class ParallelScheduler extends Scheduler {
  private final Parker parker;

  ParallelScheduler(Parker parker) {
    this.parker = parker;
  }

  @Override
  void start(RunTask<?> child) {
    StartChain.add(child);
  }

  @Override
  void begin(RunTask<?> task) {
    StartChain.begun(task);
    stepBegins(task);
  }

  @Override
  void stopUntilOver(RunTask<?> task, Wait<?> wait) {
    if (!wait.isOver()) {
      stepEnds(task);
      standUntilOver(task, wait, parker);
      stepBegins(task);
    }
  }

  @Override
  void wake(RunTask<?> task, Wait<?> wait) {
    parker.unpark(task.thread());
  }

  @Override
  void schedulePoint(RunTask<?> task) {}

  @Override
  void end(RunTask<?> task) {
    stepEnds(task);
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
