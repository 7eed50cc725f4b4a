package io.trio4j.internal.interrupt;

import java.lang.Thread.State;
import java.util.function.BooleanSupplier;

/// Waits for what only a look can tell, such as that a thread blocks.
public final class Until {
  private Until() {}

  public static void isBlocked(Thread thread) {
    is(() -> thread.getState() == State.WAITING || thread.getState() == State.TIMED_WAITING);
  }

  public static void is(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.yield();
    }
  }
}
