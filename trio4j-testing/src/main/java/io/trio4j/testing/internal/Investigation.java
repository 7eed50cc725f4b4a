package io.trio4j.testing.internal;

import io.trio4j.testing.FailedScheduleError;
import io.trio4j.testing.FailedScheduleError.Kind;
import java.util.Optional;

/// What is done about a run that failed: is it the schedule that makes it fail, and how little of
/// it?
final class Investigation {
  private final Execution execution;
  private final Story story;

  Investigation(Execution execution, Story story) {
    this.execution = execution;
    this.story = story;
  }

  /// Finds out about a run that was not looked at closely.
  FailedScheduleError failure(Verdict found) throws InterruptedException {
    boolean grace = found.kind() != Verdict.Kind.DEADLOCK; // which has waited for it in vain
    Verdict again = look(found.schedule(), grace);
    if (again.hash() != found.hash() || !again.isLike(found)) {
      return notDeterministic(again, look(found.schedule(), grace), found);
    }
    Verdict shrunk = new Shrinker(execution, found).shrink();
    return confirmed(found, shrunk);
  }

  /// As [#failure], of a schedule that is to stay as it is.
  FailedScheduleError exactFailure(Verdict found) throws InterruptedException {
    return confirmed(found, found);
  }

  /// Runs the shrunk schedule twice, with all grace: it fails for good, and always alike.
  private FailedScheduleError confirmed(Verdict found, Verdict shrunk) throws InterruptedException {
    Verdict first = look(shrunk.schedule(), true);
    Verdict second = look(shrunk.schedule(), found.kind() != Verdict.Kind.DEADLOCK);
    boolean differ = difference(first, second).isPresent();
    if (differ || !first.isLike(found) || !second.isLike(found)) {
      return notDeterministic(first, second, found);
    }
    return new FailedScheduleError(
        kindOf(first),
        story.ofFailure(first, found),
        first.schedule().toString(),
        first.dump(),
        first.error());
  }

  private Verdict look(Schedule schedule, boolean withGrace) throws InterruptedException {
    Limits limits = execution.limits();
    return execution.look(
        new Choosers.Replay(schedule), withGrace ? limits : limits.withoutGrace());
  }

  private static Kind kindOf(Verdict verdict) {
    return switch (verdict.kind()) {
      case DEADLOCK -> Kind.DEADLOCK;
      case LIVELOCK -> Kind.LIVELOCK;
      case PASSED, FAILED -> Kind.FAILED;
    };
  }

  /// Runs a schedule twice and compares.
  ///
  /// @return what to throw if the runs differ
  Optional<FailedScheduleError> compare(Schedule schedule) throws InterruptedException {
    Verdict first = look(schedule, true);
    Verdict second = look(schedule, first.kind() != Verdict.Kind.DEADLOCK);
    return difference(first, second).isPresent()
        ? Optional.of(notDeterministic(first, second, first))
        : Optional.empty();
  }

  private static Optional<Trace.Difference> difference(Verdict first, Verdict second) {
    Trace one = first.trace();
    Trace two = second.trace();
    return one == null || two == null ? Optional.empty() : Trace.difference(one, two);
  }

  FailedScheduleError notDeterministic(Verdict first, Verdict second, Verdict found) {
    return new FailedScheduleError(
        Kind.NOT_DETERMINISTIC,
        story.ofDifference(first, second, difference(first, second)),
        found.schedule().toString(),
        found.dump(),
        found.error());
  }
}
