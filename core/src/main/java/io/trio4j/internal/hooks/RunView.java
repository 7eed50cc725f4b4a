package io.trio4j.internal.hooks;

import io.trio4j.Task;
import java.util.List;

/// One run as seen by the [ScheduleHook] that drives it.
public interface RunView {
  /// A task that waits.
  ///
  /// @param task the task
  /// @param subject what it waits for
  /// @param holders who could end the wait, as far as the subject tells
  record Parked(Task<?> task, Object subject, List<Task<?>> holders) {
    /// Copies the list.
    public Parked {
      holders = List.copyOf(holders);
    }
  }

  /// The tree of tasks with what each waits for, as text.
  ///
  /// @return many lines
  String dump();

  /// The tasks that wait now.
  ///
  /// @return a snapshot, parents first
  List<Parked> parked();

  /// Whether somebody can go on.
  ///
  /// @return a snapshot
  boolean isAnyoneReady();

  /// Whether a thread outside may have the token of the run, and wake a task through it.
  ///
  /// @return true once the token was asked for
  boolean isTokenTaken();

  /// Cancels the whole run.
  ///
  /// @param why for the reason
  void cancel(String why);

  /// Forgets the run, whose tasks will never go on: it is not listed as live any more.
  void abandon();
}
