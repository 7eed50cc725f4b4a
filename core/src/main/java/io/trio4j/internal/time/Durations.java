package io.trio4j.internal.time;

import java.time.Duration;
import java.util.Objects;

/// From [Duration], which the API speaks, to the `long` nanoseconds used inside.
public final class Durations {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private Durations() {}

  /// The duration in nanoseconds; [TimerNode#NEVER] if it is longer than a `long` can say (292
  /// years).
  ///
  /// @param parameter the name the caller's user knows the argument by, for the message
  /// @throws IllegalArgumentException if the duration is negative
  public static long toNanos(String parameter, Duration duration) {
    Objects.requireNonNull(duration, parameter);
    if (duration.isNegative()) {
      throw new IllegalArgumentException(parameter + " must not be negative: " + duration);
    }
    return duration.compareTo(LONGEST) < 0 ? duration.toNanos() : TimerNode.NEVER;
  }

  /// The time `nanos` after `now`, or [TimerNode#NEVER] if that is beyond the scale.
  ///
  /// @param nanos not negative
  public static long deadlineAfter(long now, long nanos) {
    long deadline = now + nanos;
    return deadline < now ? TimerNode.NEVER : deadline;
  }
}
