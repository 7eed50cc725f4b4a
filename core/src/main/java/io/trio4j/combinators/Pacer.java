package io.trio4j.combinators;

import io.trio4j.Trio;
import io.trio4j.TrioTime;
import java.time.Duration;

/// Holds one task to a [Rate]: the generic cell rate algorithm, whose whole state is one moment.
///
/// Not thread-safe: for the task that reads the input.
final class Pacer {
  private final Duration interval;
  private final Duration ahead; // how far the moment below may lie in the future
  private TrioTime nextDue = TrioTime.PAST; // when the next would be due without any burst

  Pacer(Rate rate) {
    long nanos = rate.intervalNanos();
    interval = Duration.ofNanos(nanos);
    ahead = interval.multipliedBy(rate.burst() - 1L);
  }

  /// Waits until the next may begin.
  ///
  /// @checkpoint always, if it has to wait
  /// @oncancel the turn was not taken
  void awaitTurn() {
    TrioTime earliest = nextDue.minus(ahead);
    if (Trio.currentTime().isBefore(earliest)) {
      Trio.sleepUntil(earliest);
    }
    TrioTime now = Trio.currentTime();
    nextDue = (nextDue.isBefore(now) ? now : nextDue).plus(interval);
  }
}
