package io.trio4j.stress.reference;

import java.util.List;

/// Where the library differs from the design, as found and reported: a comparison goes on behind
/// them, and counts how many programs need them. Delete each when it is repaired.
final class Findings extends AsBuilt {

  /// F1: a group forgets that a `Cancelled` was beside its errors when it passes a second nursery
  /// or the edge of a task, so the scope that absorbs it does not say caught.
  @Override
  Thrown combined(List<Thrown> errors, boolean sawCancelled) {
    return super.combined(errors.stream().map(Thrown::withoutCancelled).toList(), sawCancelled);
  }

  /// F1, through a start.
  @Override
  Thrown fromStart(Thrown failure) {
    return failure.withoutCancelled();
  }

  /// F1, of a child whose `Cancelled` has errors riding on it.
  @Override
  boolean ridersBesideCancelled(boolean ofBody) {
    return ofBody;
  }

  /// F2: a `Cancelled` that comes to the edge of a task is taken for an error if a shield was set
  /// while it was in flight, though the scope it is for is above.
  @Override
  boolean stray(boolean visible, boolean anyCancelledAbove) {
    return !visible;
  }
}
