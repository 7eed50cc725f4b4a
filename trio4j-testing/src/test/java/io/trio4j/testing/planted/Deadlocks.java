package io.trio4j.testing.planted;

import static io.trio4j.testing.planted.Planted.together;

import io.trio4j.Nursery;
import io.trio4j.Task;
import io.trio4j.Trio;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Tasks that wait for each other in a circle.
final class Deadlocks {
  static final List<Planted> PROGRAMS =
      List.of(
          new Planted(
              "deadlock of two",
              "two locks in two orders",
              () -> ring(2, false),
              () -> ring(2, true)),
          new Planted(
              "deadlock of three", "three philosophers", () -> ring(3, false), () -> ring(3, true)),
          new Planted(
              "deadlock of four",
              "four accounts in a ring",
              () -> ring(4, false),
              () -> ring(4, true)),
          new Planted(
              "lock and join",
              "joins a task, holding the lock that it needs",
              () -> join(false),
              () -> join(true)),
          new Planted(
              "two upgrades",
              "two readers both wait to be the only one",
              () -> upgrade(false),
              () -> upgrade(true)));

  private Deadlocks() {}

  private static void ring(int parties, boolean mended) {
    Mutex[] locks =
        IntStream.range(0, parties).mapToObj(i -> new Mutex("lock-" + i)).toArray(Mutex[]::new);
    together(
        IntStream.range(0, parties)
            .mapToObj(i -> both(locks, i, (i + 1) % parties, mended))
            .toArray(Planted.Body[]::new));
  }

  private static Planted.Body both(Mutex[] locks, int one, int other, boolean mended) {
    Mutex first = locks[mended ? Math.min(one, other) : one];
    Mutex second = locks[mended ? Math.max(one, other) : other];
    return () -> first.hold(() -> second.hold(() -> {}));
  }

  private static void join(boolean mended) {
    Mutex mutex = new Mutex("state");
    Nursery.run(nursery -> {
      Task<?> writer = nursery.startSoon("writer", () -> mutex.hold(Trio::checkpoint));
      nursery.startSoon(
          "reader",
          () -> {
            if (mended) {
              mutex.hold(() -> {});
              writer.join();
            } else {
              mutex.hold(writer::join);
            }
          });
    });
  }

  private static void upgrade(boolean mended) {
    Monitor monitor = new Monitor("readers");
    AtomicInteger readers = new AtomicInteger();
    AtomicInteger value = new AtomicInteger();
    Planted.Body readThenWrite =
        () -> {
          monitor.when(() -> true, readers::incrementAndGet, true);
          Trio.checkpoint(); // reads
          if (mended) { // gives the reader's place back first
            monitor.when(() -> true, readers::decrementAndGet, true);
            monitor.when(() -> readers.get() == 0, value::incrementAndGet, true);
          } else {
            monitor.when(() -> readers.get() == 1, value::incrementAndGet, true);
            monitor.when(() -> true, readers::decrementAndGet, true);
          }
        };
    together(readThenWrite, readThenWrite);
  }
}
