package io.trio4j.internal.interrupt;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.ScopeOptions;
import io.trio4j.Trio;
import io.trio4j.internal.run.ForeignEngine;
import io.trio4j.internal.run.Run;
import io.trio4j.internal.run.Seams;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Tasks that go in and out of scopes around foreign waits, while the scopes are cancelled at any
/// moment; counts what reaches the tasks outside.
abstract class Rounds {
  private final int roundsPerTask;
  private final AtomicReferenceArray<@Nullable CancelScope> open; // of each task
  private volatile boolean over;

  /// What should not have happened.
  final AtomicLong leaks = new AtomicLong();

  /// Rounds whose scope was cancelled.
  final AtomicLong cancelled = new AtomicLong();

  /// Deliveries that were felt in the scope they were for.
  final AtomicLong delivered = new AtomicLong();

  Rounds(int rounds, int tasks) {
    roundsPerTask = rounds / tasks;
    open = new AtomicReferenceArray<>(tasks);
  }

  /// One round; `open` is to be told of its scope.
  abstract boolean leaks(CancelScope scope, Runnable open);

  /// Plays all rounds, or until something has leaked.
  final Rounds play(Function<Run, ForeignEngine> engine) throws InterruptedException {
    Seams before = Seams.current();
    Seams.replace(before.withEngine(engine));
    try {
      Thread canceller = Thread.ofPlatform().start(this::cancelAtRandom);
      Trio.run(() -> Nursery.run(this::startAll));
      over = true;
      canceller.join();
    } finally {
      Seams.replace(before);
    }
    return this;
  }

  private void cancelAtRandom() {
    while (!over) {
      CancelScope scope = open.getAndSet(ThreadLocalRandom.current().nextInt(open.length()), null);
      if (scope != null) {
        scope.cancel();
      } else {
        Thread.onSpinWait();
      }
    }
  }

  private void startAll(Nursery nursery) {
    for (int i = 0; i < open.length(); i++) {
      int slot = i;
      nursery.startSoon(() -> playAll(slot));
    }
  }

  private void playAll(int slot) {
    for (int i = 0; i < roundsPerTask && leaks.get() == 0; i++) {
      CancelScope scope = CancelScope.of(ScopeOptions.defaults());
      if (leaks(scope, () -> open.set(slot, scope))) {
        leaks.incrementAndGet();
      }
      open.set(slot, null);
      if (scope.cancelCalled()) {
        cancelled.incrementAndGet();
      }
    }
  }
}
