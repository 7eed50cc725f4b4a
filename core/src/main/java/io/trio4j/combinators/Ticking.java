package io.trio4j.combinators;

import io.trio4j.Action;
import io.trio4j.CancelScope;
import io.trio4j.Trio;
import io.trio4j.TrioTime;

/// Rounds of one body at the times that [Ticks] say.
final class Ticking {
  private Ticking() {}

  static <X extends Throwable> void every(Ticks ticks, Action<X> body) throws X {
    TrioTime tick = Trio.currentTime().plus(ticks.initialDelay());
    while (isReached(tick)) {
      body.run();
      tick = ticks.after(tick, Trio.currentTime());
    }
  }

  /// Waits for the tick.
  ///
  /// @return false if a graceful shutdown has come before it
  private static boolean isReached(TrioTime tick) {
    return !CancelScope.untilShutdown(() -> Trio.sleepUntil(tick)).cancelledCaught();
  }
}
