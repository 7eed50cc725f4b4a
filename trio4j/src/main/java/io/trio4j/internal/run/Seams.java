package io.trio4j.internal.run;

import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/// What a run takes from its surroundings, replaceable in tests.
///
/// @param threads makes the threads of tasks, not started
/// @param parker stops threads
/// @param engine makes the engine for foreign blocking
public record Seams(
    ThreadFactory threads, Parker parker, Function<Run, ForeignEngine> engine) {
  private static volatile Seams current =
      new Seams(Thread.ofVirtual().factory(), Parker.JDK, _ -> ForeignEngine.NONE);

  /// For runs that begin from now on.
  public static Seams current() {
    return current;
  }

  /// Replaces them: the wiring does once, tests do for a while.
  public static void replace(Seams seams) {
    current = seams;
  }

  public Seams withEngine(Function<Run, ForeignEngine> newEngine) {
    return new Seams(threads, parker, newEngine);
  }
}
