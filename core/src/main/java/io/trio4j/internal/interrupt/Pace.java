package io.trio4j.internal.interrupt;

/// How often a cancelled task is looked at and interrupted.
///
/// @param firstLookNanos until a task that was seen running is looked at again; doubles each time.
///   Smaller: a core is kept busy by the looking. Larger: what blocks just after a cancel waits
///   longer
/// @param longestLookNanos the most between two looks. Smaller: 100,000 running tasks cost more
///   than a few per cent of a core. Larger: a cancel is felt late, and an ended task is remembered
///   longer
/// @param firstBatchNanos until tasks whose waits a cancel has ended are looked at: most have ended
///   by then, and only their clean-up can be the matter
/// @param secondNanos from an interrupt to the next. Smaller: code that reacts slowly gets a second
///   one in its clean-up. Larger: code that swallowed the first holds its scope open longer
/// @param longestPauseNanos the most between two interrupts
record Pace(
    long firstLookNanos,
    long longestLookNanos,
    long firstBatchNanos,
    long secondNanos,
    long longestPauseNanos) {
  static final Pace STANDARD =
      new Pace(1_000_000, 250_000_000, 16_000_000, 1_000_000_000, 60_000_000_000L);

  private static final int MOST_DOUBLINGS = 30; // enough for any pause, too few to overflow

  /// How long until the look after `looks` earlier ones.
  long lookNanos(int looks) {
    return Math.min(firstLookNanos << Math.min(looks, MOST_DOUBLINGS), longestLookNanos);
  }

  /// How many looks it takes until the pauses do not grow any more.
  int growingLooks() {
    int looks = 0;
    while (lookNanos(looks) < longestLookNanos) {
      looks++;
    }
    return looks;
  }

  /// How many looks have passed, in effect, before a batch is looked at.
  int looksBeforeBatch() {
    int looks = 0;
    while (lookNanos(looks) < firstBatchNanos) {
      looks++;
    }
    return looks;
  }

  /// How long after the `sent`th interrupt the next may follow.
  long pauseNanos(int sent) {
    return Math.min(secondNanos << Math.min(sent - 1, MOST_DOUBLINGS), longestPauseNanos);
  }
}
