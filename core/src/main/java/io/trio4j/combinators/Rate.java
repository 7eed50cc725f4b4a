package io.trio4j.combinators;

import java.time.Duration;

/// How often something may begin: so many times in a period, evenly spread.
///
/// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="rate"}
///
/// Ten in a second is one each 100 ms. What was not used is not saved up, except for a burst: with
/// a burst of three, up to three may begin at once after a pause, and then one each 100 ms again.
/// In any stretch of time no more begin than the burst and what the rate allows for that stretch.
///
/// @param count how many in a period, at least 1
/// @param period positive
/// @param burst how many may begin at once, at least 1
/// @since 0.1
public record Rate(int count, Duration period, int burst) {
  /// Checks the parts.
  ///
  /// @throws IllegalArgumentException if `count` or `burst` is less than 1, or `period` is not
  ///   positive
  public Rate {
    Arguments.atLeastOne("count", count);
    Arguments.nanosPositive("period", period);
    Arguments.atLeastOne("burst", burst);
  }

  /// `count` in each period, evenly spread.
  ///
  /// @param count at least 1
  /// @param period positive
  /// @return the rate, without burst
  /// @checkpoint never
  /// @throws IllegalArgumentException if `count` is less than 1 or `period` is not positive
  public static Rate of(int count, Duration period) {
    return new Rate(count, period, 1);
  }

  /// With more at once after a pause, and at the beginning.
  ///
  /// @param newBurst at least 1
  /// @return a copy
  /// @checkpoint never
  /// @throws IllegalArgumentException if `newBurst` is less than 1
  public Rate withBurst(int newBurst) {
    return new Rate(count, period, newBurst);
  }

  /// Rounded up, so that the rate is never exceeded.
  long intervalNanos() {
    return Math.ceilDiv(Arguments.nanosPositive("period", period), count);
  }
}
