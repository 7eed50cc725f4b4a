package io.trio4j.stress.reference;

import java.util.ArrayList;
import java.util.List;

/// A log that only grows: immutable, shares its beginning with its predecessors.
final class Trail {
  static final Trail EMPTY = new Trail();

  private final int id;
  private final Trail before;
  private final int hash;

  private Trail() {
    id = -1;
    before = this;
    hash = 1;
  }

  private Trail(int id, Trail before) {
    this.id = id;
    this.before = before;
    this.hash = before.hash * 31 + id;
  }

  Trail plus(int newId) {
    return new Trail(newId, this);
  }

  List<Integer> toList() {
    List<Integer> ids = new ArrayList<>();
    for (Trail trail = this; trail != EMPTY; trail = trail.before) {
      ids.add(trail.id);
    }
    return List.copyOf(ids.reversed());
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (this == EMPTY || other == EMPTY) {
      return false;
    }
    return other instanceof Trail trail
        && hash == trail.hash
        && id == trail.id
        && before.equals(trail.before);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
