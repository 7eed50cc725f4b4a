package io.trio4j.internal.hooks;

import io.trio4j.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides whose turn it is in one run that executes one task at a time, and is told what happens
/// between the turns.
///
/// All calls come from the task that has the turn, or from the thread that looks after a run in
/// which nobody has it; they are ordered by the scheduler. The exception is [#woken] from a thread
/// outside the run, which is what makes a run depend on more than its schedule.
public interface ScheduleHook {
  /// Answer of [#choose]: nobody goes on any more, the run is left as it stands.
  int NOBODY = -1;

  /// The main task is about to begin: it has the first turn.
  ///
  /// @param run what can be seen of the run
  /// @param main its main task
  void begins(RunView run, Task<?> main);

  /// Chooses who goes on. Under the scheduler's lock: must not wait or call code of users.
  ///
  /// @param ready not empty, in the order in which they became ready; valid during the call
  /// @return an index, or [#NOBODY]
  int choose(List<? extends Task<?>> ready);

  /// A task comes to a schedule point or begins to wait. On its own thread, under no lock.
  ///
  /// @param task has the turn
  /// @param subject what it waits for; null at a schedule point
  void stops(Task<?> task, @Nullable Object subject);

  /// A task that waited may go on. Under the scheduler's lock, on the thread that ended the wait.
  ///
  /// @param task is ready from now on
  /// @param subject what it waited for
  /// @param outside whether that thread is none of the run's
  void woken(Task<?> task, Object subject, boolean outside);

  /// The task that has the turn uses an object that others may use: a parking lot.
  ///
  /// @param shared compared by identity
  void touched(Object shared);

  /// The task that has the turn changed what many may look at: it cancelled something.
  void touchedAll();

  /// A task has ended. The last thing on its thread.
  ///
  /// @param task had the turn
  void ended(Task<?> task);

  /// Nobody can go on, and time does not help. Under no lock, on the thread of the task that gave
  /// up its turn last; may wait in real time.
  ///
  /// @return whether something was done that may help
  boolean stuck();
}
