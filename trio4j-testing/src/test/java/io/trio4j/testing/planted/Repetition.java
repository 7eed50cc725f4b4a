package io.trio4j.testing.planted;

import io.trio4j.CancelScope;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.testing.VirtualClock;
import java.time.Duration;
import java.util.OptionalInt;

/// What one does without an explorer: runs a test in parallel mode again and again.
final class Repetition {
  /// Of virtual time, which passes at once when all wait: a deadlock ends as a time-out.
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private Repetition() {}

  /// Runs a program until it fails.
  ///
  /// @return the run that failed, counted from 1; empty if none did
  static OptionalInt firstFailure(Planted.Body body, int runs) {
    for (int run = 1; run <= runs; run++) {
      if (fails(body)) {
        return OptionalInt.of(run);
      }
    }
    return OptionalInt.empty();
  }

  private static boolean fails(Planted.Body body) {
    RunOptions options = RunOptions.defaults().withClock(VirtualClock.create().autojump());
    try {
      Trio.run(options, () -> CancelScope.failAfter(LIMIT, body::run));
      return false;
    } catch (Exception | AssertionError e) { // which is what is counted
      return true;
    }
  }
}
