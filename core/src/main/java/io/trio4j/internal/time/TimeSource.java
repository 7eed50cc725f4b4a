package io.trio4j.internal.time;

/// A clock and the timer that goes by it.
public interface TimeSource {
  /// The time in nanoseconds since an arbitrary zero. It never decreases and never wraps.
  long now();

  /// The timer of this clock.
  Timer timer();

  /// Whether deadlines must be compared with [#now] at each checkpoint, because this clock's timer
  /// alone is not prompt: so for virtual clocks.
  boolean polled();
}
