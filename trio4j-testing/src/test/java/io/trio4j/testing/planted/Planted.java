package io.trio4j.testing.planted;

import io.trio4j.Nursery;
import java.util.List;
import java.util.stream.Stream;

/// A program with a bug, and the same without it.
///
/// Fields that two tasks use are atomic or guarded, so that in parallel mode a program fails by its
/// planted bug alone.
///
/// @param name in the table
/// @param bug what is wrong, in a line
/// @param broken fails under some schedules
/// @param mended fails under none
public record Planted(String name, String bug, Body broken, Body mended) {
  /// A test body.
  @FunctionalInterface
  public interface Body {
    void run() throws Exception;
  }

  /// All of them.
  public static List<Planted> all() {
    return Stream.of(
            SharedState.PROGRAMS,
            Signals.PROGRAMS,
            Deadlocks.PROGRAMS,
            Locks.PROGRAMS,
            Cancels.PROGRAMS,
            Races.PROGRAMS)
        .flatMap(List::stream)
        .toList();
  }

  /// Runs all in tasks of one nursery.
  static void together(Body... bodies) {
    Nursery.run(nursery -> {
      for (int i = 0; i < bodies.length; i++) {
        nursery.startSoon("task-" + (i + 1), bodies[i]::run);
      }
    });
  }

  static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
