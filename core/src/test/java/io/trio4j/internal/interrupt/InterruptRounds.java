package io.trio4j.internal.interrupt;

import io.trio4j.CancelScope;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Rounds of interruptible waits, some of them behind a shield.
@SuppressWarnings("ShortCircuitBoolean") // both sides are to run
final class InterruptRounds extends Rounds {
  private static final int TASKS = 200;

  /// About as long as it takes from a cancel to the interrupt: so that the two often cross.
  private static final int INSIDE_NANOS = 300_000;

  private static final int OUTSIDE_NANOS = 60_000;

  InterruptRounds(int rounds) {
    super(rounds, TASKS);
  }

  @Override
  boolean leaks(CancelScope scope, Runnable open) {
    boolean[] leaked = new boolean[1];
    try {
      scope.<RuntimeException>enter(() -> {
        open.run();
        leaked[0] = inScope();
      });
    } catch (IllegalStateException e) { // it was not taken for our doing
      leaked[0] = true;
    }
    return Thread.interrupted() | blocks(OUTSIDE_NANOS) | leaked[0];
  }

  private boolean inScope() {
    boolean leaked = false;
    int waits = ThreadLocalRandom.current().nextInt(1, 4);
    for (int i = 0; i < waits; i++) {
      if (ThreadLocalRandom.current().nextInt(4) == 0) {
        leaked |= CancelScope.shielded(() -> blocks(OUTSIDE_NANOS) | Thread.interrupted());
      } else if (blocks(INSIDE_NANOS)) {
        delivered.incrementAndGet();
        react();
      }
    }
    return leaked;
  }

  /// What code does with an interrupt: throw it on, set it again, forget it.
  private static void react() {
    switch (ThreadLocalRandom.current().nextInt(3)) {
      case 0 -> throw new IllegalStateException(new InterruptedException("as a cause"));
      case 1 -> Thread.currentThread().interrupt();
      default -> {}
    }
  }

  /// Waits for some microseconds in one of Java's ways; true if it was interrupted.
  private static boolean blocks(int mostNanos) {
    int nanos = ThreadLocalRandom.current().nextInt(1, mostNanos);
    try {
      switch (ThreadLocalRandom.current().nextInt(3)) {
        case 0 -> Thread.sleep(0, nanos);
        case 1 -> new LinkedBlockingQueue<String>().poll(nanos, TimeUnit.NANOSECONDS);
        default -> {
          LockSupport.parkNanos(nanos);
          return Thread.interrupted();
        }
      }
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }
}
