package io.trio4j.stress.reference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A nursery in the model, or the hidden one in which a started task waits to report. Its scope has
/// the same number.
///
/// @param parentTask the task whose block it is
/// @param bodyOpen whether the body runs
/// @param awaited whether the parent waits at the end
/// @param live how many children have not ended
/// @param starts how many tasks are about to be moved here
/// @param errors what failed, sorted
/// @param sawCancelled whether the body or a child ended with `Cancelled`
/// @param bodyCancelled whether the body did
/// @param report for a hidden one, what became of its task
/// @param closed whether nothing can be started any more
record NurseryState(
    int parentTask,
    boolean bodyOpen,
    boolean awaited,
    int live,
    int starts,
    List<Thrown> errors,
    boolean sawCancelled,
    boolean bodyCancelled,
    Report report,
    boolean closed) {
  /// What became of a task that was to report.
  enum Report {
    NONE,
    /// It reported, and stayed with a starter that was cancelled.
    REFUSED,
    /// It reported, and moved to its target.
    MOVED
  }

  static final NurseryState ABSENT =
      new NurseryState(-1, false, false, 0, 0, List.of(), false, false, Report.NONE, true);

  static NurseryState opened(int parentTask) {
    return new NurseryState(
        parentTask, true, false, 0, 0, List.of(), false, false, Report.NONE, false);
  }

  /// Whether there is nothing left to wait for.
  boolean empty() {
    return !bodyOpen && live == 0 && starts == 0;
  }

  NurseryState withBodyEnded() {
    return new NurseryState(
        parentTask,
        false,
        false,
        live,
        starts,
        errors,
        sawCancelled,
        bodyCancelled,
        report,
        closed);
  }

  NurseryState withAwaited(boolean now) {
    return new NurseryState(
        parentTask,
        bodyOpen,
        now,
        live,
        starts,
        errors,
        sawCancelled,
        bodyCancelled,
        report,
        closed);
  }

  NurseryState withLive(int change) {
    return new NurseryState(
        parentTask,
        bodyOpen,
        awaited,
        live + change,
        starts,
        errors,
        sawCancelled,
        bodyCancelled,
        report,
        closed);
  }

  NurseryState withStarts(int change) {
    return new NurseryState(
        parentTask,
        bodyOpen,
        awaited,
        live,
        starts + change,
        errors,
        sawCancelled,
        bodyCancelled,
        report,
        closed);
  }

  NurseryState withError(Thrown error) {
    List<Thrown> more = new ArrayList<>(errors);
    more.add(error);
    more.sort(Comparator.comparing(Thrown::toString));
    return withErrors(List.copyOf(more));
  }

  NurseryState withErrors(List<Thrown> newErrors) {
    return new NurseryState(
        parentTask,
        bodyOpen,
        awaited,
        live,
        starts,
        newErrors,
        sawCancelled,
        bodyCancelled,
        report,
        closed);
  }

  NurseryState withCancelled(boolean ofBody) {
    return new NurseryState(
        parentTask,
        bodyOpen,
        awaited,
        live,
        starts,
        errors,
        true,
        bodyCancelled || ofBody,
        report,
        closed);
  }

  NurseryState withReport(Report newReport) {
    return new NurseryState(
        parentTask,
        bodyOpen,
        awaited,
        live,
        starts,
        errors,
        sawCancelled,
        bodyCancelled,
        newReport,
        closed);
  }

  NurseryState withClosed() {
    return new NurseryState(
        parentTask,
        bodyOpen,
        awaited,
        live,
        starts,
        errors,
        sawCancelled,
        bodyCancelled,
        report,
        true);
  }
}
