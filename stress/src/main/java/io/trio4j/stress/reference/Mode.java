package io.trio4j.stress.reference;

/// How a program is run.
enum Mode {
  /// One task at a time, in an order that is told.
  DETERMINISTIC,
  /// All at once.
  PARALLEL
}
