package io.trio4j.interruption.harness;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what only a look can tell.
public final class Until {
  private static final long BETWEEN_LOOKS_NANOS = 50_000;

  private Until() {}

  public static void is(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
  }
}
