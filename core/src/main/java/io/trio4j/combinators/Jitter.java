package io.trio4j.combinators;

import io.trio4j.lowlevel.RunRandom;

/// How chance changes the waits of a [Schedule], so that many who failed together do not come back
/// together: each wait is multiplied by a number drawn evenly between two.
///
/// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="jitter"}
///
/// The numbers come from the run's own source: a deterministic run with the same seed waits the
/// same.
///
/// @param least not negative
/// @param most not less than `least`
/// @since 0.1
public record Jitter(double least, double most) {
  /// Checks the two numbers.
  ///
  /// @throws IllegalArgumentException if they are negative, not finite, or in the wrong order
  public Jitter {
    if (!(least >= 0) || !(most >= least) || most == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "least and most must be finite, not negative and in order: " + least + ", " + most);
    }
  }

  /// Anything from no wait to the whole one: spreads best, and halves the wait on average.
  ///
  /// @return jitter from 0 to 1
  /// @checkpoint never
  public static Jitter full() {
    return new Jitter(0, 1);
  }

  /// At least half of the wait.
  ///
  /// @return jitter from 0.5 to 1
  /// @checkpoint never
  public static Jitter equal() {
    return new Jitter(0.5, 1);
  }

  /// A little more or less than the wait, the same on average.
  ///
  /// @param fraction how much at most, from 0 to 1: 0.1 is ten per cent
  /// @return jitter from 1 - `fraction` to 1 + `fraction`
  /// @checkpoint never
  /// @throws IllegalArgumentException if `fraction` is not from 0 to 1
  public static Jitter proportional(double fraction) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException("fraction must be from 0 to 1: " + fraction);
    }
    return new Jitter(1 - fraction, 1 + fraction);
  }

  long applyTo(long nanos) {
    return (long) (nanos * (least + (most - least) * nextFraction()));
  }

  /// From 0 inclusive to 1 exclusive; spelled out, so that a seed means the same for ever.
  static double nextFraction() {
    return (RunRandom.current().nextLong() >>> 11) * 0x1.0p-53;
  }
}
