package io.trio4j.stress.reference;

/// How a program is run.
enum Mode {
  /// One task at a time, in an order that a seed gives.
  DETERMINISTIC,
  /// One task at a time, first come, first served.
  COOPERATIVE,
  /// All at once.
  PARALLEL;

  /// Whether one task runs at a time, so that a run has an order of turns.
  boolean batons() {
    return this != PARALLEL;
  }
}
