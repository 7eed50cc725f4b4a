package io.trio4j.lowlevelproof;

import io.trio4j.RunOptions;
import io.trio4j.testing.StepCounter;
import io.trio4j.testing.VirtualClock;
import java.util.stream.LongStream;

/// The three ways in which tasks share the machine, on clocks that tests need not wait for.
enum Mode {
  PARALLEL,
  COOPERATIVE,
  DETERMINISTIC;

  private static final boolean NIGHT = Boolean.getBoolean("trio4j.night");

  RunOptions options() {
    return options(1);
  }

  RunOptions options(long seed) {
    RunOptions bare =
        switch (this) {
          case PARALLEL ->
              RunOptions.defaults().withSeed(seed).withClock(VirtualClock.create().autojump());
          case COOPERATIVE ->
              RunOptions.cooperative().withSeed(seed).withClock(VirtualClock.create().autojump());
          case DETERMINISTIC -> RunOptions.deterministic(seed);
        };
    return bare.withInstrument(StepCounter.instance());
  }

  /// Seeds to try: some, or a hundred times as many at night.
  static LongStream seeds(int count) {
    return LongStream.range(0, NIGHT ? 100L * count : count);
  }

  static int rounds(int count) {
    return NIGHT ? 100 * count : count;
  }
}
