package io.trio4j.console.fetch;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/// Exponential back-off with jitter: the n-th pause is drawn from the upper half of `backoff ·
/// 2ⁿ⁻¹`, so that many clients that failed together do not come back together.
///
/// @param retries how many attempts may follow the first
/// @param backoff upper end of the first pause
/// @param random draws from 0 (included) to 1 (excluded)
record RetrySchedule(int retries, Duration backoff, DoubleSupplier random) {
  /// A server that is down for a minute is asked a few times in it, not every other minute.
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

  // 2^30 ms are twelve days: beyond LONGEST_PAUSE for any back-off, and far from overflow.
  private static final int MAX_DOUBLINGS = 30;

  boolean allowsAnother(int attempts) {
    return attempts <= retries;
  }

  /// How long to wait before the next attempt.
  ///
  /// @param attempts how many have failed, at least 1
  Duration pauseAfter(int attempts) {
    int doublings = Math.min(attempts - 1, MAX_DOUBLINGS);
    Duration first = backoff.compareTo(LONGEST_PAUSE) < 0 ? backoff : LONGEST_PAUSE;
    Duration full = first.multipliedBy(1L << doublings);
    long upperNanos = (full.compareTo(LONGEST_PAUSE) < 0 ? full : LONGEST_PAUSE).toNanos();
    return Duration.ofNanos((long) (upperNanos * (0.5 + random.getAsDouble() / 2)));
  }
}
