package io.trio4j.interruption;

/// A function for endless queries, to see that they have begun.
public final class Ticks {
  private static volatile boolean begun; // by the query and the test

  private Ticks() {}

  /// Called by databases.
  public static long tick(long row) {
    begun = true;
    return row % 2;
  }

  static void reset() {
    begun = false;
  }

  static boolean haveBegun() {
    return begun;
  }
}
