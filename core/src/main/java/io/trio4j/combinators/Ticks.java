package io.trio4j.combinators;

import io.trio4j.TrioTime;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// When the rounds of [Tasks#every(Ticks, io.trio4j.Action)] begin.
///
/// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="ticks"}
///
/// @param period from tick to tick at a fixed rate; from the end of one round to the beginning of
///   the next with a fixed delay; positive
/// @param missed what becomes of ticks that came too early, at a fixed rate; empty for a fixed
///   delay, where none can
/// @param initialDelay from the call to the first round; not negative
/// @since 0.1
public record Ticks(Duration period, Optional<MissedTicks> missed, Duration initialDelay) {
  /// Checks the times.
  ///
  /// @throws IllegalArgumentException if `period` is not positive or `initialDelay` is negative
  public Ticks {
    Arguments.nanosPositive("period", period);
    Arguments.nanosNotNegative("initialDelay", initialDelay);
    Objects.requireNonNull(missed, "missed");
  }

  /// Ticks that are `period` apart however long the rounds take; missed ones are left out. The
  /// first comes at once.
  ///
  /// @param period positive
  /// @return ticks at a fixed rate
  /// @checkpoint never
  /// @throws IllegalArgumentException if `period` is not positive
  public static Ticks fixedRate(Duration period) {
    return new Ticks(period, Optional.of(MissedTicks.SKIP), Duration.ZERO);
  }

  /// Rounds with `pause` between the end of one and the beginning of the next. The first begins at
  /// once.
  ///
  /// @param pause positive
  /// @return ticks with a fixed delay
  /// @checkpoint never
  /// @throws IllegalArgumentException if `pause` is not positive
  public static Ticks fixedDelay(Duration pause) {
    return new Ticks(pause, Optional.empty(), Duration.ZERO);
  }

  /// With another policy for missed ticks.
  ///
  /// @param policy what becomes of them
  /// @return a copy
  /// @checkpoint never
  /// @throws IllegalStateException with a fixed delay, where no tick can be missed
  public Ticks onMissed(MissedTicks policy) {
    if (missed.isEmpty()) {
      throw new IllegalStateException(
          this + " has a fixed delay: no tick can be missed. Use fixedRate, or leave this out.");
    }
    return new Ticks(period, Optional.of(policy), initialDelay);
  }

  /// With a first round that does not begin at once.
  ///
  /// @param delay from the call; not negative
  /// @return a copy
  /// @checkpoint never
  /// @throws IllegalArgumentException if `delay` is negative
  public Ticks withInitialDelay(Duration delay) {
    return new Ticks(period, missed, delay);
  }

  /// When the next round begins.
  ///
  /// @param tick the one the latest round was for
  /// @param now when that round ended
  TrioTime after(TrioTime tick, TrioTime now) {
    if (missed.isEmpty()) {
      return now.plus(period);
    }
    TrioTime next = tick.plus(period);
    if (!next.isBefore(now)) {
      return next;
    }
    return switch (missed.get()) {
      case SKIP -> firstTickFrom(next, now);
      case CATCH_UP -> next;
      case SHIFT -> now;
    };
  }

  private TrioTime firstTickFrom(TrioTime missedTick, TrioTime now) {
    long nanos = Arguments.nanosPositive("period", period);
    long late = missedTick.until(now).toNanos();
    return missedTick.plus(Duration.ofNanos(Math.ceilDiv(late, nanos) * nanos));
  }
}
