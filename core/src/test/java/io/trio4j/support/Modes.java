package io.trio4j.support;

import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import java.util.stream.LongStream;

/// The modes of a run, on clocks that tests need not wait for.
public final class Modes {
  private static final boolean NIGHT = Boolean.getBoolean("trio4j.night");

  private Modes() {}

  public static RunOptions options(RunMode mode) {
    return options(mode, 1);
  }

  public static RunOptions options(RunMode mode, long seed) {
    return switch (mode) {
      case PARALLEL -> RunOptions.defaults().withSeed(seed).withClock(new JumpingClock());
      case COOPERATIVE -> RunOptions.cooperative().withSeed(seed).withClock(new JumpingClock());
      case DETERMINISTIC -> RunOptions.deterministic(seed);
    };
  }

  /// Seeds to try: some, or a hundred times as many at night.
  public static LongStream seeds(int count) {
    return LongStream.range(0, NIGHT ? count * 100L : count);
  }
}
