package io.trio4j.testing.planted;

import io.trio4j.CancelScope;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.testing.VirtualClock;
import java.time.Duration;

/// What one does without an explorer: runs a test in parallel mode again and again.
final class Repetition {
  /// Of virtual time, which passes at once when all wait: a deadlock ends as a time-out.
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private Repetition() {}

  /// Runs a program again and again.
  ///
  /// @return how many of the runs failed
  static int failures(Planted.Body body, int runs) {
    int failures = 0;
    for (int run = 0; run < runs; run++) {
      failures += fails(body) ? 1 : 0;
    }
    return failures;
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
