package io.trio4j.internal.run;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// SplitMix64 as in [SeededRandom], for any thread: the state is one counter.
public final class SharedRandom implements RandomGenerator {
  private final AtomicLong state; // added to by anyone

  /// Begins far from where a [SeededRandom] of the same seed does.
  SharedRandom(long seed) {
    state = new AtomicLong(SeededRandom.mix(~seed));
  }

  public static RandomGenerator ofCurrentRun() {
    return RunTask.current().inRun().random();
  }

  @Override
  public long nextLong() {
    return SeededRandom.mix(state.addAndGet(SeededRandom.GOLDEN_GAMMA));
  }
}
