package io.trio4j.internal.interrupt;

import io.trio4j.CancelScope;
import io.trio4j.Trio;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/// Rounds of regions whose action must run while the task is in the cancelled scope, or not at all.
/// The tasks do not wait: nothing but the handshake keeps them there.
final class ActionRounds extends Rounds {
  /// Few: all of them run all the time, and each delivery has to wait for its turn.
  private static final int TASKS = 16;

  ActionRounds(int rounds) {
    super(rounds, TASKS);
  }

  @Override
  boolean leaks(CancelScope scope, Runnable open) {
    AtomicBoolean inside = new AtomicBoolean();
    AtomicBoolean leaked = new AtomicBoolean();
    Trio.blocking(region -> {
      region.onCancel(() -> {
        delivered.incrementAndGet();
        for (int i = 0; i < 3; i++) {
          if (!inside.get()) {
            leaked.set(true);
          }
          Thread.yield();
        }
      });
      scope.<RuntimeException>enter(() -> {
        inside.set(true);
        scope.cancel(); // by itself: a canceller would mostly come too late
        work();
      });
      inside.set(false);
      work();
    });
    return leaked.get();
  }

  private static void work() {
    int steps = ThreadLocalRandom.current().nextInt(20);
    for (int i = 0; i < steps; i++) {
      Thread.yield();
    }
  }
}
