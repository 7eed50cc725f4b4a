package io.trio4j.testing.planted;

import static io.trio4j.testing.planted.Planted.check;
import static io.trio4j.testing.planted.Planted.together;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.ScopeOptions;
import io.trio4j.Task;
import io.trio4j.Trio;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Two outcomes where there should be one, or an end before the work is done.
final class Races {
  static final List<Planted> PROGRAMS =
      List.of(
          new Planted(
              "time-out against completion",
              "shipped and refunded",
              () -> ship(false),
              () -> ship(true)),
          new Planted(
              "double close",
              "looks whether it is closed, flushes, closes",
              () -> close(false),
              () -> close(true)),
          new Planted(
              "two winners",
              "the second is done before it sees that it was cancelled",
              () -> race(false),
              () -> race(true)),
          new Planted(
              "wrong join order",
              "reads all results when one task has ended",
              () -> joinOne(false),
              () -> joinOne(true)),
          new Planted(
              "work after the shutdown",
              "accepted before the worker left, queued after",
              () -> submit(false),
              () -> submit(true)));

  private Races() {}

  private static void ship(boolean mended) {
    AtomicBoolean shipped = new AtomicBoolean();
    AtomicBoolean refunded = new AtomicBoolean();
    AtomicBoolean decided = new AtomicBoolean();
    together(
        () -> {
          if (mended ? decided.compareAndSet(false, true) : !refunded.get()) {
            Trio.checkpoint(); // tells the store
            shipped.set(true);
          }
        },
        () -> {
          if (mended ? decided.compareAndSet(false, true) : !shipped.get()) {
            Trio.checkpoint(); // tells the bank
            refunded.set(true);
          }
        });
    check(!shipped.get() || !refunded.get(), "shipped and refunded");
  }

  private static void close(boolean mended) {
    AtomicBoolean closed = new AtomicBoolean();
    AtomicInteger closes = new AtomicInteger();
    Planted.Body close =
        () -> {
          if (mended ? closed.compareAndSet(false, true) : !closed.get()) {
            Trio.checkpoint(); // flushes
            closed.set(true);
            closes.incrementAndGet();
          }
        };
    together(close, close);
    check(closes.get() == 1, "closed " + closes + " times");
  }

  private static void race(boolean mended) {
    AtomicInteger winners = new AtomicInteger();
    CancelScope scope = CancelScope.of(ScopeOptions.defaults());
    Planted.Body runner =
        () -> {
          Trio.checkpoint(); // runs
          if (mended) {
            winners.compareAndSet(0, 1);
          } else {
            winners.incrementAndGet();
            Trio.checkpoint(); // writes it down
          }
          scope.cancel("there is a winner");
        };
    scope.enter(() -> together(runner, runner));
    check(winners.get() == 1, winners + " winners");
  }

  private static void joinOne(boolean mended) {
    AtomicInteger results = new AtomicInteger();
    Nursery.run(nursery -> {
      Planted.Body work =
          () -> {
            Trio.checkpoint();
            results.incrementAndGet();
          };
      Task<?> first = nursery.startSoon("first", work::run);
      Task<?> second = nursery.startSoon("second", work::run);
      second.join();
      if (mended) {
        first.join();
      }
      check(results.get() == 2, "only " + results + " results");
    });
  }

  private static void submit(boolean mended) {
    Line<String> work = new Line<>();
    AtomicBoolean closing = new AtomicBoolean();
    AtomicInteger accepted = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    Mutex gate = new Mutex("gate");
    Planted.Body submit =
        () -> {
          if (!closing.get()) {
            accepted.incrementAndGet();
            Trio.checkpoint(); // writes it down
            work.put("job");
          }
        };
    Planted.Body shutDown =
        () -> {
          closing.set(true);
          work.put("end");
        };
    together(
        () -> {
          while (!work.take().equals("end")) {
            done.incrementAndGet();
          }
        },
        mended ? () -> gate.hold(submit) : submit,
        mended ? () -> gate.hold(shutDown) : shutDown);
    check(done.get() == accepted.get(), "accepted " + accepted + ", did " + done);
  }
}
