package io.trio4j.internal.run;

/// SplitMix64 (Steele, Lea, Flood 2014), spelled out so that a seed means the same schedule for
/// ever.
///
/// Not thread-safe: used under the baton's lock.
public final class SeededRandom {
  static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  public SeededRandom(long seed) {
    state = seed;
  }

  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  static long mix(long state) {
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /// A number from 0 to `bound - 1`.
  public int nextInt(int bound) {
    return (int) Long.remainderUnsigned(nextLong(), bound);
  }
}
