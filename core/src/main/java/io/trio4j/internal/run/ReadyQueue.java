package io.trio4j.internal.run;

import io.trio4j.internal.park.Wait;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// The tasks that wait for the baton, and the rule by which one of them gets it.
///
/// @threadsafety none: the scheduler's lock, but where a method says otherwise
abstract class ReadyQueue {
  abstract void add(RunTask<?> task);

  abstract boolean isEmpty();

  /// The next one, who is in the queue no more; null if it is empty.
  abstract @Nullable RunTask<?> poll();

  /// How many tasks of users wait.
  abstract int userCount();

  static int userCount(Collection<RunTask<?>> tasks) {
    int count = 0;
    for (RunTask<?> task : tasks) {
      count += task.isHelper() ? 0 : 1;
    }
    return count;
  }

  // What the rule may want to know

  /// The run's main task is about to begin.
  void begins(BatonScheduler scheduler, RunTask<?> main) {}

  /// The holder comes to a schedule point, or to wait. On its thread, under no lock.
  void stops(RunTask<?> task, @Nullable Wait<?> wait) {}

  /// `wait` is over; `task` is added next.
  void woken(RunTask<?> task, Wait<?> wait) {}

  /// The holder uses an object that others may use. Under no lock.
  void touched(Object shared) {}

  /// The holder has cancelled something. Under no lock.
  void touchedAll() {}

  /// The holder has ended. On its thread, under no lock.
  void ended(RunTask<?> task) {}

  /// Nobody can go on, and the clock does not help. Under no lock.
  ///
  /// @return whether something was done
  boolean stuck() {
    return false;
  }
}
