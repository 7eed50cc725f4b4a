package io.trio4j.internal.interrupt;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.Trio;
import io.trio4j.internal.run.ForeignEngine;
import io.trio4j.internal.run.Run;
import io.trio4j.internal.run.Seams;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Tasks that go in and out of scopes around foreign waits, while others cancel the scopes at any
/// moment; counts what reaches them outside.
final class Rounds {
  private static final int TASKS = 48;

  private final int roundsPerTask;
  private final AtomicReferenceArray<@Nullable CancelScope> open =
      new AtomicReferenceArray<>(TASKS);
  final AtomicLong leaks = new AtomicLong();
  final AtomicLong cancelled = new AtomicLong();
  final AtomicLong interrupted = new AtomicLong();
  private volatile boolean over;

  Rounds(int rounds) {
    roundsPerTask = rounds / TASKS;
  }

  /// Runs all rounds, or until something leaked.
  Rounds play(Function<Run, ForeignEngine> engine) throws InterruptedException {
    Seams before = Seams.current();
    Seams.replace(before.withEngine(engine));
    try {
      Thread canceller = Thread.ofPlatform().start(this::cancelAtRandom);
      Trio.run(
          () ->
              Nursery.run(
                  nursery -> {
                    for (int i = 0; i < TASKS; i++) {
                      int slot = i;
                      nursery.startSoon(() -> playAll(slot));
                    }
                  }));
      over = true;
      canceller.join();
    } finally {
      Seams.replace(before);
    }
    return this;
  }

  private void cancelAtRandom() {
    while (!over) {
      int slot = ThreadLocalRandom.current().nextInt(TASKS);
      CancelScope scope = open.getAndSet(slot, null);
      if (scope != null) {
        scope.cancel();
      } else {
        Thread.onSpinWait();
      }
    }
  }

  private void playAll(int slot) {
    for (int i = 0; i < roundsPerTask && leaks.get() == 0; i++) {
      playOne(slot);
    }
  }

  private void playOne(int slot) {
    boolean caught =
        CancelScope.<RuntimeException>run(
                scope -> {
                  open.set(slot, scope);
                  foreignWaits();
                })
            .cancelledCaught();
    if (Thread.interrupted()) {
      leaks.incrementAndGet();
    }
    open.set(slot, null);
    if (caught) {
      cancelled.incrementAndGet();
    }
    if (blocks(0)) {
      leaks.incrementAndGet();
    }
  }

  private void foreignWaits() {
    int most = ThreadLocalRandom.current().nextInt(1, 4);
    for (int i = 0; i < most; i++) {
      if (blocks(ThreadLocalRandom.current().nextInt(3))) {
        interrupted.incrementAndGet();
        if (ThreadLocalRandom.current().nextBoolean()) {
          throw new IllegalStateException(new InterruptedException("seen here, thrown as a cause"));
        }
      }
    }
  }

  /// Waits for some microseconds in one of Java's ways; true if it was interrupted.
  private static boolean blocks(int how) {
    long nanos = ThreadLocalRandom.current().nextLong(1, 60_000);
    try {
      switch (how) {
        case 0 -> Thread.sleep(0, (int) nanos);
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
