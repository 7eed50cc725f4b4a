package io.trio4j.testing;

import java.time.Duration;

/// How an [Explorer] explores.
///
/// {@snippet class="io.trio4j.snippets.ExplorerSnippets" region="options"}
///
/// @param strategy which schedules to try
/// @param schedules how many to try at most; positive
/// @param seed of the first drawn schedule, and of all else a run draws; the next schedule has the
///   next seed
/// @param maxSteps after so many turns of one schedule everybody goes on in order; a test that has
///   not ended after twice as many is reported as one that never ends; positive
/// @param grace how long to wait, in real time, for threads outside of the run when all its tasks
///   wait; not negative. Once the [token][io.trio4j.lowlevel.RunToken] of the run was asked for it
///   is ten seconds.
/// @since 0.1
public record ExplorerOptions(
    Strategy strategy, int schedules, long seed, int maxSteps, Duration grace) {
  private static final ExplorerOptions DEFAULTS =
      new ExplorerOptions(Strategy.mixed(), 1_000, 1, 10_000, Duration.ofSeconds(1));

  /// Checks.
  ///
  /// @throws IllegalArgumentException if a number is out of range
  public ExplorerOptions {
    requirePositive("schedules", schedules);
    requirePositive("maxSteps", maxSteps);
    if (maxSteps > Integer.MAX_VALUE / 4) {
      throw new IllegalArgumentException("maxSteps must be below 500 million: " + maxSteps);
    }
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace must not be negative: " + grace);
    }
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive: " + value);
    }
  }

  /// A thousand schedules of [Strategy#mixed()] from seed 1.
  ///
  /// @return the defaults
  public static ExplorerOptions defaults() {
    return DEFAULTS;
  }

  /// With another strategy.
  ///
  /// @param newStrategy which schedules to try
  /// @return a copy
  public ExplorerOptions withStrategy(Strategy newStrategy) {
    return new ExplorerOptions(newStrategy, schedules, seed, maxSteps, grace);
  }

  /// With another number of schedules.
  ///
  /// @param newSchedules positive
  /// @return a copy
  /// @throws IllegalArgumentException if `newSchedules` is not positive
  public ExplorerOptions withSchedules(int newSchedules) {
    return new ExplorerOptions(strategy, newSchedules, seed, maxSteps, grace);
  }

  /// With another seed.
  ///
  /// @param newSeed any number
  /// @return a copy
  public ExplorerOptions withSeed(long newSeed) {
    return new ExplorerOptions(strategy, schedules, newSeed, maxSteps, grace);
  }

  /// With another limit for one schedule.
  ///
  /// @param newMaxSteps positive
  /// @return a copy
  /// @throws IllegalArgumentException if `newMaxSteps` is not positive
  public ExplorerOptions withMaxSteps(int newMaxSteps) {
    return new ExplorerOptions(strategy, schedules, seed, newMaxSteps, grace);
  }

  /// With another time for threads outside.
  ///
  /// @param newGrace not negative
  /// @return a copy
  /// @throws IllegalArgumentException if `newGrace` is negative
  public ExplorerOptions withGrace(Duration newGrace) {
    return new ExplorerOptions(strategy, schedules, seed, maxSteps, newGrace);
  }
}
