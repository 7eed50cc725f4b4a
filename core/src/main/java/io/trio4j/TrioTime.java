package io.trio4j;

import java.io.Serializable;
import java.time.Duration;

/// A moment on a run's clock: neither an `Instant` nor a `long`, so that the two can't be mixed.
///
/// Moments of different runs with different clocks mean nothing to each other.
///
/// {@snippet class="io.trio4j.snippets.TimeSnippets" region="time"}
///
/// @param nanos nanoseconds since the clock's own zero; `Long.MAX_VALUE` and `Long.MIN_VALUE` stand
///   for [#NEVER] and [#PAST]
/// @since 0.1
public record TrioTime(long nanos) implements Comparable<TrioTime>, Serializable {
  /// Later than every moment: the deadline of a scope without one.
  public static final TrioTime NEVER = new TrioTime(Long.MAX_VALUE);

  /// Earlier than every moment: a deadline that has passed on every clock.
  public static final TrioTime PAST = new TrioTime(Long.MIN_VALUE);

  /// The moment `duration` later; [#NEVER] and [#PAST] stay what they are.
  ///
  /// @param duration may be negative; a sum out of range is [#NEVER] or [#PAST]
  /// @return the later moment
  /// @checkpoint never
  public TrioTime plus(Duration duration) {
    if (nanos == Long.MAX_VALUE || nanos == Long.MIN_VALUE) {
      return this;
    }
    return moved(saturated(duration));
  }

  private TrioTime moved(long delta) {
    long sum = nanos + delta;
    boolean saturated = delta == Long.MAX_VALUE || delta == Long.MIN_VALUE;
    if (saturated || ((nanos ^ sum) & (delta ^ sum)) < 0) {
      return delta > 0 ? NEVER : PAST;
    }
    return new TrioTime(sum);
  }

  /// The moment `duration` earlier.
  ///
  /// @param duration may be negative
  /// @return the earlier moment
  /// @checkpoint never
  public TrioTime minus(Duration duration) {
    if (nanos == Long.MAX_VALUE || nanos == Long.MIN_VALUE) {
      return this;
    }
    long delta = saturated(duration);
    return moved(delta == Long.MIN_VALUE ? Long.MAX_VALUE : -delta);
  }

  /// How long from here to `other`; negative if `other` is earlier.
  ///
  /// @param other a moment of the same clock
  /// @return the distance; saturates near 292 years, which is what a distance to [#NEVER] is
  /// @checkpoint never
  public Duration until(TrioTime other) {
    long delta = other.nanos - nanos;
    if (((other.nanos ^ nanos) & (other.nanos ^ delta)) < 0) {
      return Duration.ofNanos(other.nanos > nanos ? Long.MAX_VALUE : Long.MIN_VALUE);
    }
    return Duration.ofNanos(delta);
  }

  /// Whether this moment is before `other`.
  ///
  /// @param other a moment of the same clock
  /// @return true if this is earlier
  /// @checkpoint never
  public boolean isBefore(TrioTime other) {
    return nanos < other.nanos;
  }

  @Override
  public int compareTo(TrioTime other) {
    return Long.compare(nanos, other.nanos);
  }

  @Override
  public String toString() {
    if (nanos == Long.MAX_VALUE) {
      return "never";
    }
    return nanos == Long.MIN_VALUE ? "past" : "t+" + Duration.ofNanos(nanos).toString();
  }

  private static long saturated(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException _) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
