package io.trio4j.lowlevel;

import io.trio4j.CancelReason;
import io.trio4j.Task;

/// Hooks into a run. Called on the thread that causes the event, under no lock; must not wait. What
/// it causes itself is not reported to it. One that throws is logged and removed.
///
/// {@snippet class="io.trio4j.snippets.LowlevelSnippets" region="instrument"}
///
/// @threadsafety called from many threads at once in parallel mode
/// @source Trio `Instrument`; conformance section 32, T613
/// @since 0.1
public interface Instrument {
  /// The run is about to begin its main task.
  default void beforeRun() {}

  /// The run has ended.
  default void afterRun() {}

  /// A task was started and will run soon.
  ///
  /// @param task the new task
  default void taskStarted(Task<?> task) {}

  /// A task may run and waits for its turn: it was started, was woken, or lets others go first at a
  /// checkpoint. In parallel mode, where nobody waits for a turn, a checkpoint that need not wait
  /// is no event.
  ///
  /// @param task the task
  default void taskScheduled(Task<?> task) {}

  /// A task begins or goes on. In the modes that run one task at a time this is the schedule.
  ///
  /// @param task the task
  default void beforeTaskStep(Task<?> task) {}

  /// A task begins to wait, lets others run, or ends.
  ///
  /// @param task the task
  default void afterTaskStep(Task<?> task) {}

  /// A task has ended.
  ///
  /// @param task the task
  default void taskExited(Task<?> task) {}

  /// A `Cancelled` was thrown inside a body that then returned normally: something ate it.
  ///
  /// @param task the task
  /// @param reason of the cancel that was eaten
  default void cancelSwallowed(Task<?> task, CancelReason reason) {}
}
