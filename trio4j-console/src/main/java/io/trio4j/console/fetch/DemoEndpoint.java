package io.trio4j.console.fetch;

/// What the demo's server has to offer, in the order in which the demo asks for it.
enum DemoEndpoint {
  /// Answers at once.
  FAST,
  /// Takes its time: answers after [DemoServer#STEADINESS].
  STEADY,
  /// Is not there: 404.
  MISSING,
  /// Answers 503 twice, then 200, and again.
  FLAKY,
  /// A port at which nobody listens.
  DEAD,
  /// Answers after [DemoServer#SLOWNESS].
  SLOW
}
