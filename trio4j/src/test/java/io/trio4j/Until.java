package io.trio4j;

import java.lang.Thread.State;
import java.util.function.BooleanSupplier;

/// Waits for what only a look can tell, such as that a thread blocks.
final class Until {
  private Until() {}

  static void isBlocked(Thread thread) {
    is(() -> thread.getState() == State.WAITING || thread.getState() == State.TIMED_WAITING);
  }

  static void is(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.yield();
    }
  }
}
