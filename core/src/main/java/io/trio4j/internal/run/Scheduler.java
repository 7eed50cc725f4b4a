package io.trio4j.internal.run;

import io.trio4j.internal.park.Wait;
import io.trio4j.lowlevel.Instrument;
import org.jspecify.annotations.Nullable;

/// How the tasks of a run share the machine: the one strategy that differs between the modes.
abstract class Scheduler {
  /// Makes a child run soon. Its thread exists and was not started.
  ///
  /// @param before the child listed just before in the same nursery, if it may not have begun
  abstract void start(RunTask<?> child, @Nullable RunTask<?> before);

  /// A child that was handed over has failed, since its thread could not be started.
  void neverBegan() {}

  /// The task's thread has begun. First thing on that thread.
  abstract void begin(RunTask<?> task);

  /// Stops the current thread, which runs `task`, until `wait` is over. A schedule point in any
  /// case.
  abstract void stopUntilOver(RunTask<?> task, Wait<?> wait);

  /// `wait` is over. By anyone, under no lock that a task may wait for.
  abstract void wake(RunTask<?> task, Wait<?> wait);

  /// Lets others run.
  abstract void schedulePoint(RunTask<?> task);

  /// Lets a child that was just started begin, if that is cheap. No schedule point.
  void letStart() {}

  /// The task has ended. Last thing on its thread.
  abstract void end(RunTask<?> task);

  /// The task is about to block outside trio4j for long.
  abstract void leaveForBlocking(RunTask<?> task);

  /// The task is back.
  abstract void returnFromBlocking(RunTask<?> task);

  /// Whether the task's thread stands still only because it is not its turn.
  boolean isWaitingForTurn(RunTask<?> task) {
    return false;
  }

  /// How many tasks wait for their turn, for statistics.
  abstract int runnableCount();

  /// Stands still until `wait` is over: the last few lines of every scheduler.
  static void standUntilOver(RunTask<?> task, Wait<?> wait, Parker parker) {
    while (!wait.isOver()) {
      parker.park(wait.subject());
      if (Thread.interrupted()) {
        task.interruptedWhileWaiting(wait);
      }
    }
  }

  /// The task may go on and waits for its turn; of one that a wait held back `RunTask.wake` tells.
  static void scheduled(RunTask<?> task) {
    Instruments instruments = task.inRun().instruments();
    if (instruments != null) {
      instruments.each(task, Instrument::taskScheduled);
    }
  }

  static void stepEnds(RunTask<?> task) {
    Instruments instruments = task.inRun().instruments();
    if (instruments != null) {
      instruments.each(task, Instrument::afterTaskStep);
    }
  }

  static void stepBegins(RunTask<?> task) {
    Instruments instruments = task.inRun().instruments();
    if (instruments != null) {
      instruments.each(task, Instrument::beforeTaskStep);
    }
  }
}
