package io.trio4j.combinators;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/// What arguments must be, and what is said if they are not.
final class Arguments {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private Arguments() {}

  static long nanosNotNegative(String parameter, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(parameter + " must not be negative: " + duration);
    }
    return saturated(duration);
  }

  static long nanosPositive(String parameter, Duration duration) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException(parameter + " must be positive: " + duration);
    }
    return saturated(duration);
  }

  private static long saturated(Duration duration) {
    return duration.compareTo(LONGEST) < 0 ? duration.toNanos() : Long.MAX_VALUE;
  }

  static int atLeastOne(String parameter, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(parameter + " must be at least 1: " + value);
    }
    return value;
  }

  /// A copy that nobody changes meanwhile, of bodies one of which is to win.
  static <B> List<B> contenders(Collection<? extends B> bodies) {
    List<B> copy = List.copyOf(bodies);
    if (copy.isEmpty()) {
      throw new IllegalArgumentException(
          "bodies must not be empty: without any nobody can win. Check before the call.");
    }
    return copy;
  }
}
