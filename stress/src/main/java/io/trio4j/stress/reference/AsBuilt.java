package io.trio4j.stress.reference;

/// Turns of tasks as the library gives them, where the design leaves it open and Trio does it
/// otherwise: see the section on schedule points in `REFERENCE.md`.
class AsBuilt extends Rules {

  /// A cancelled checkpoint throws without letting others run.
  @Override
  boolean throwingYields() {
    return false;
  }

  /// A cancel that comes while others run is for the next checkpoint.
  @Override
  boolean looksAfterYield() {
    return false;
  }

  /// Only sleeping for ever goes through the scheduler.
  @Override
  boolean cancelledSleepYields(boolean forever) {
    return forever;
  }
}
