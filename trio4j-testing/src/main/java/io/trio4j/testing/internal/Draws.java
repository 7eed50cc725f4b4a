package io.trio4j.testing.internal;

/// SplitMix64 (Steele, Lea, Flood 2014), spelled out so that a seed means the same schedule for
/// ever.
///
/// @threadsafety none: one run at a time
final class Draws {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  Draws(long seed) {
    state = seed;
  }

  long next() {
    state += GOLDEN_GAMMA;
    return mixed(state);
  }

  /// From 0 to `bound - 1`.
  int below(int bound) {
    return (int) Long.remainderUnsigned(next(), bound);
  }

  /// A bijection that spreads every bit over all.
  static long mixed(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
