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
/// @param reported for a hidden one, whether `started` was called
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
    boolean reported,
    boolean closed) {
  static final NurseryState ABSENT =
      new NurseryState(-1, false, false, 0, 0, List.of(), false, false, false, true);

  static NurseryState opened(int parentTask) {
    return new NurseryState(
        parentTask, true, false, 0, 0, List.of(), false, false, false, false);
  }

  NurseryState withBodyEnded() {
    return new NurseryState(
        parentTask, false, false, live, starts, errors, sawCancelled, bodyCancelled, reported,
        closed);
  }

  NurseryState withAwaited(boolean now) {
    return new NurseryState(
        parentTask, bodyOpen, now, live, starts, errors, sawCancelled, bodyCancelled, reported,
        closed);
  }

  NurseryState withLive(int change) {
    return new NurseryState(
        parentTask, bodyOpen, awaited, live + change, starts, errors, sawCancelled, bodyCancelled,
        reported, closed);
  }

  NurseryState withStarts(int change) {
    return new NurseryState(
        parentTask, bodyOpen, awaited, live, starts + change, errors, sawCancelled, bodyCancelled,
        reported, closed);
  }

  NurseryState withError(Thrown error) {
    List<Thrown> more = new ArrayList<>(errors);
    more.add(error);
    more.sort(Comparator.comparing(Thrown::toString));
    return withErrors(List.copyOf(more));
  }

  NurseryState withErrors(List<Thrown> newErrors) {
    return new NurseryState(
        parentTask, bodyOpen, awaited, live, starts, newErrors, sawCancelled, bodyCancelled,
        reported, closed);
  }

  NurseryState withCancelled(boolean ofBody) {
    return new NurseryState(
        parentTask, bodyOpen, awaited, live, starts, errors, true, bodyCancelled || ofBody,
        reported, closed);
  }

  NurseryState withReported() {
    return new NurseryState(
        parentTask, bodyOpen, awaited, live, starts, errors, sawCancelled, bodyCancelled, true,
        closed);
  }

  NurseryState withClosed() {
    return new NurseryState(
        parentTask, bodyOpen, awaited, live, starts, errors, sawCancelled, bodyCancelled, reported,
        true);
  }
}
