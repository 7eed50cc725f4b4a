package io.trio4j.testing.planted;

import static io.trio4j.testing.planted.Planted.check;
import static io.trio4j.testing.planted.Planted.together;

import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.Nursery;
import io.trio4j.ScopeOptions;
import io.trio4j.Trio;
import io.trio4j.lowlevel.ParkingLot;
import io.trio4j.lowlevel.WaitToken;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Locks and semaphores that are given back too often, to nobody, never, or unfairly.
final class Locks {
  static final List<Planted> PROGRAMS =
      List.of(
          new Planted(
              "double release",
              "the permit is given back for the cancel, and once more in the end",
              () -> releaseTwice(false),
              () -> releaseTwice(true)),
          new Planted(
              "hand-over to nobody",
              "a cancelled waiter stays in the queue of a lock",
              () -> ghost(false),
              () -> ghost(true)),
          new Planted(
              "no release when cancelled",
              "the release is not in a finally",
              () -> cancelHolder(false),
              () -> cancelHolder(true)),
          new Planted(
              "unfair lock",
              "who holds it takes it again before those who wait",
              () -> barge(false),
              () -> barge(true)),
          new Planted(
              "too polite",
              "both step back when they see each other, again and again",
              () -> polite(false),
              () -> polite(true)));

  private Locks() {}

  private static void releaseTwice(boolean mended) {
    Permits permits = new Permits(1);
    AtomicInteger inside = new AtomicInteger();
    CancelScope scope = CancelScope.of(ScopeOptions.defaults());
    Planted.Body user =
        () -> {
          permits.acquire();
          try {
            check(inside.incrementAndGet() == 1, "two have the one permit");
            Trio.checkpoint();
            inside.decrementAndGet();
          } finally {
            permits.release();
          }
        };
    Planted.Body stopped =
        () ->
            scope.enter(() -> {
              permits.acquire();
              try {
                Trio.checkpoint();
              } catch (Cancelled cancelled) {
                if (!mended) {
                  permits.release();
                }
                throw cancelled;
              } finally {
                permits.release();
              }
            });
    together(stopped, () -> scope.cancel(), user, user);
  }

  /// A lock that forgets nobody who waits, not even who has gone.
  private static final class GhostLock {
    private final Queue<WaitToken<@Nullable Void>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean held = new AtomicBoolean();

    void acquire() {
      Trio.checkpoint();
      WaitToken<@Nullable Void> token = WaitToken.create("a GhostLock");
      synchronized (this) {
        if (held.compareAndSet(false, true)) {
          return;
        }
        waiting.add(token);
      }
      token.park(() -> {});
    }

    synchronized void release() {
      WaitToken<@Nullable Void> next = waiting.poll();
      if (next == null) {
        held.set(false);
      } else {
        next.tryReschedule(null); // and if that one has gone?
      }
    }
  }

  private static void ghost(boolean mended) {
    Mutex mutex = new Mutex("good");
    GhostLock ghost = new GhostLock();
    CancelScope scope = CancelScope.of(ScopeOptions.defaults());
    Planted.Body use =
        () -> {
          if (mended) {
            mutex.hold(Trio::checkpoint);
            return;
          }
          ghost.acquire();
          try {
            Trio.checkpoint();
          } finally {
            ghost.release();
          }
        };
    together(
        use,
        () -> scope.enter(use::run),
        () -> {
          Trio.checkpoint();
          scope.cancel();
          use.run();
        });
  }

  private static void cancelHolder(boolean mended) {
    Mutex mutex = new Mutex("file");
    CancelScope scope = CancelScope.of(ScopeOptions.defaults());
    together(
        () ->
            scope.enter(() -> {
              mutex.acquire();
              if (mended) {
                try {
                  Trio.checkpoint();
                } finally {
                  mutex.release();
                }
              } else {
                Trio.checkpoint();
                mutex.release();
              }
            }),
        () -> {
          Trio.checkpoint();
          scope.cancel();
        },
        () -> mutex.hold(() -> {}));
  }

  private static void barge(boolean mended) {
    Mutex fair = new Mutex("fair");
    ParkingLot lot = ParkingLot.of("an unfair lock");
    AtomicBoolean held = new AtomicBoolean();
    AtomicBoolean waits = new AtomicBoolean();
    AtomicInteger overtaken = new AtomicInteger();
    Planted.Body take =
        () -> {
          while (!held.compareAndSet(false, true)) {
            waits.set(true);
            lot.park();
          }
        };
    Planted.Body giveBack =
        () -> {
          held.set(false);
          lot.unpark(1);
        };
    together(
        () -> {
          for (int i = 0; i < 6; i++) {
            hold(
                mended,
                fair,
                take,
                giveBack,
                () -> {
                  if (mended ? fair.isWaitedFor() : waits.get()) {
                    overtaken.incrementAndGet();
                  }
                  Trio.checkpoint();
                });
          }
          lot.unparkAll(); // so that the program ends
        },
        () ->
            hold(
                mended,
                fair,
                take,
                giveBack,
                () -> check(overtaken.get() < 4, "overtaken " + overtaken + " times")));
  }

  private static void hold(
      boolean mended, Mutex fair, Planted.Body take, Planted.Body giveBack, Planted.Body body)
      throws Exception {
    if (mended) {
      fair.hold(body);
    } else {
      take.run();
      body.run();
      giveBack.run();
    }
  }

  private static void polite(boolean mended) {
    AtomicBoolean[] wants = {new AtomicBoolean(), new AtomicBoolean()};
    Nursery.run(nursery -> {
      for (int i = 0; i < 2; i++) {
        int me = i;
        nursery.startSoon("guest-" + i, () -> goThroughTheDoor(wants, me, mended && me == 0));
      }
    });
  }

  private static void goThroughTheDoor(AtomicBoolean[] wants, int me, boolean firm) {
    wants[me].set(true);
    Trio.checkpoint(); // looks up
    while (wants[1 - me].get()) {
      if (!firm) {
        Trio.checkpoint(); // smiles
        wants[me].set(false);
        Trio.checkpoint(); // steps back
        wants[me].set(true);
      }
      Trio.checkpoint(); // looks up
    }
    Trio.checkpoint(); // goes through
    wants[me].set(false);
  }
}
