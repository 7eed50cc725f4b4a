package io.trio4j.testing.planted;

import static io.trio4j.testing.planted.Planted.check;
import static io.trio4j.testing.planted.Planted.together;

import io.trio4j.CancelScope;
import io.trio4j.ScopeOptions;
import io.trio4j.Trio;
import io.trio4j.lowlevel.ParkingLot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A cancel or time-out comes at the wrong moment.
final class Cancels {
  static final List<Planted> PROGRAMS =
      List.of(
          new Planted(
              "item lost on time-out",
              "takes an item, and is cancelled before it keeps it",
              () -> loseItem(false),
              () -> loseItem(true)),
          new Planted(
              "forgotten shield",
              "the clean-up waits, and so is cancelled as well",
              () -> leak(false),
              () -> leak(true)),
          new Planted(
              "stale mark after a cancel",
              "a cancelled load leaves the mark that somebody loads",
              () -> refresh(false),
              () -> refresh(true)),
          new Planted(
              "another's answer",
              "a connection goes back to the pool between question and answer",
              () -> mixUp(false),
              () -> mixUp(true)),
          new Planted(
              "done twice on time-out",
              "tries again what was done in time, after all",
              () -> chargeAgain(false),
              () -> chargeAgain(true)));

  private Cancels() {}

  private static void loseItem(boolean mended) {
    Line<String> line = new Line<>();
    AtomicReference<@Nullable String> kept = new AtomicReference<>();
    CancelScope scope = CancelScope.of(ScopeOptions.defaults());
    together(
        () ->
            scope.enter(() -> {
              String item = line.take();
              if (!mended) {
                Trio.checkpoint(); // logs that it came
              }
              kept.set(item);
            }),
        () -> {
          Trio.checkpoint();
          line.put("item");
        },
        () -> {
          Trio.checkpoint();
          Trio.checkpoint();
          scope.cancel("time-out");
        });
    check(kept.get() != null || line.tryTake() != null, "the item is gone");
  }

  private static void leak(boolean mended) {
    AtomicInteger free = new AtomicInteger(1);
    CancelScope scope = CancelScope.of(ScopeOptions.defaults());
    together(
        () ->
            scope.enter(() -> {
              free.decrementAndGet();
              try {
                Trio.checkpoint();
              } finally {
                if (mended) {
                  CancelScope.cleanup(Duration.ofSeconds(1), Trio::checkpoint);
                } else {
                  Trio.checkpoint(); // says good-bye to the server
                }
                free.incrementAndGet();
              }
            }),
        () -> {
          Trio.checkpoint();
          Trio.checkpoint();
          Trio.checkpoint();
          scope.cancel();
        });
    check(free.get() == 1, "the connection did not come back");
  }

  private static void refresh(boolean mended) {
    AtomicBoolean loading = new AtomicBoolean();
    AtomicBoolean loaded = new AtomicBoolean();
    ParkingLot lot = ParkingLot.of("the page");
    CancelScope scope = CancelScope.of(ScopeOptions.defaults());
    Planted.Body load =
        () -> {
          if (loading.compareAndSet(false, true)) {
            try {
              Trio.checkpoint(); // loads
              loaded.set(true);
            } finally {
              if (mended || loaded.get()) {
                loading.set(false);
              }
            }
          }
        };
    together(
        () -> scope.enter(load::run),
        () -> {
          Trio.checkpoint();
          scope.cancel();
        },
        () -> {
          while (!loaded.get()) {
            load.run();
            if (!loaded.get()) {
              Trio.sleep(Duration.ofMillis(1));
            }
          }
          lot.unparkAll();
        });
  }

  /// A connection on which answers come in the order of the questions.
  private static final class Connection {
    private final Line<String> answers = new Line<>();

    String ask(String question) {
      answers.put("answer to " + question);
      Trio.checkpoint(); // the way there and back
      return answers.take();
    }
  }

  private static void mixUp(boolean mended) {
    Line<Connection> pool = new Line<>();
    pool.put(new Connection());
    CancelScope scope = CancelScope.of(ScopeOptions.defaults());
    together(
        () -> scope.enter(() -> ask(pool, "one", mended)),
        () -> {
          Trio.checkpoint();
          scope.cancel();
        },
        () -> ask(pool, "two", mended));
  }

  private static void ask(Line<Connection> pool, String question, boolean mended) {
    Connection connection = pool.take();
    boolean whole = false;
    try {
      String answer = connection.ask(question);
      whole = true;
      check(answer.equals("answer to " + question), "asked " + question + ", got: " + answer);
    } finally {
      pool.put(whole || !mended ? connection : new Connection());
    }
  }

  private static void chargeAgain(boolean mended) {
    AtomicInteger charged = new AtomicInteger();
    AtomicBoolean seen = new AtomicBoolean();
    Planted.Body charge =
        () -> {
          Trio.checkpoint(); // to the bank
          if (!mended || seen.compareAndSet(false, true)) {
            charged.incrementAndGet();
          }
          Trio.checkpoint(); // and back
        };
    CancelScope scope = CancelScope.of(ScopeOptions.defaults());
    together(
        () -> {
          scope.enter(charge::run);
          if (scope.cancelledCaught()) {
            charge.run();
          }
        },
        () -> {
          Trio.checkpoint();
          Trio.checkpoint();
          scope.cancel("time-out");
        });
    check(charged.get() == 1, "charged " + charged + " times");
  }
}
