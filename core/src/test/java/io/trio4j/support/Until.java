package io.trio4j.support;

import java.lang.Thread.State;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what only a look can tell, such as that a thread blocks.
public final class Until {
  private static final long BETWEEN_LOOKS_NANOS = 50_000;

  private Until() {}

  public static void isBlocked(Thread thread) {
    is(() -> thread.getState() == State.WAITING || thread.getState() == State.TIMED_WAITING);
  }

  /// Blocks between looks, so that it takes no carrier from those it waits for.
  public static void is(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
  }

  /// Runs all the time.
  public static void isWhileRunning(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.yield();
    }
  }
}
