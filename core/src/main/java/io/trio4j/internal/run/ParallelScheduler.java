package io.trio4j.internal.run;

import io.trio4j.internal.park.Wait;
import org.jspecify.annotations.Nullable;

/// Tasks run on all cores; the JVM schedules them.
final class ParallelScheduler extends Scheduler {
  private final Parker parker;

  ParallelScheduler(Parker parker) {
    this.parker = parker;
  }

  @Override
  void start(RunTask<?> child, @Nullable RunTask<?> before) {
    StartChain.add(child, before);
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
    task.unpark(parker);
  }

  @Override
  void schedulePoint(RunTask<?> task) {}

  @Override
  void letStart() {
    Thread.yield(); // it was queued on this very core, before us
  }

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
