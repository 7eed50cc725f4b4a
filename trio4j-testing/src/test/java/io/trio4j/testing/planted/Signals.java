package io.trio4j.testing.planted;

import static io.trio4j.testing.planted.Planted.check;
import static io.trio4j.testing.planted.Planted.together;

import io.trio4j.Trio;
import io.trio4j.lowlevel.ParkingLot;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Somebody waits for what nobody will tell, or is told the wrong thing.
final class Signals {
  static final List<Planted> PROGRAMS =
      List.of(
          new Planted(
              "missed signal",
              "a checkpoint between the look at the flag and the wait",
              () -> waitForFlag(false),
              () -> waitForFlag(true)),
          new Planted(
              "signal to the wrong waiter",
              "producers and consumers wait at one condition, and one is woken",
              () -> slot(false),
              () -> slot(true)),
          new Planted(
              "too late for the broadcast",
              "wakes all who wait; a task that starts late waits for ever",
              () -> broadcast(false),
              () -> broadcast(true)),
          new Planted(
              "if instead of while",
              "does not look again after it was woken",
              () -> consume(false),
              () -> consume(true)),
          new Planted(
              "barrier used again",
              "a fast task comes back before the slow one has left",
              () -> rounds(false),
              () -> rounds(true)));

  private Signals() {}

  private static void waitForFlag(boolean mended) {
    AtomicBoolean ready = new AtomicBoolean();
    ParkingLot lot = ParkingLot.of("the flag");
    Signal signal = new Signal();
    together(
        () -> {
          if (mended) {
            signal.await();
          } else if (!ready.get()) {
            Trio.checkpoint(); // logs that it waits
            lot.park();
          }
        },
        () -> {
          ready.set(true);
          lot.unpark(1);
          signal.give();
        });
  }

  private static void slot(boolean mended) {
    Monitor monitor = new Monitor("slot");
    AtomicInteger inSlot = new AtomicInteger();
    Planted.Body put = () -> monitor.when(() -> inSlot.get() == 0, inSlot::incrementAndGet, mended);
    Planted.Body take =
        () -> monitor.when(() -> inSlot.get() == 1, inSlot::decrementAndGet, mended);
    together(take, take, put, put);
  }

  private static void broadcast(boolean mended) {
    ParkingLot lot = ParkingLot.of("the broadcast");
    Signal signal = new Signal();
    Planted.Body listen =
        () -> {
          Trio.checkpoint(); // reads its settings
          if (mended) {
            signal.await();
          } else {
            lot.park();
          }
        };
    together(
        listen,
        listen,
        () -> {
          Trio.checkpoint();
          lot.unparkAll();
          signal.give();
        });
  }

  private static void consume(boolean mended) {
    Queue<String> items = new ConcurrentLinkedQueue<>();
    ParkingLot lot = ParkingLot.of("an item");
    Line<String> line = new Line<>();
    Planted.Body take =
        () -> {
          Trio.checkpoint();
          if (mended) {
            line.take();
            return;
          }
          if (items.isEmpty()) {
            lot.park();
          }
          check(items.poll() != null, "woken for an item, and there is none");
        };
    Planted.Body put =
        () -> {
          for (int i = 0; i < 2; i++) {
            Trio.checkpoint();
            items.add("item");
            line.put("item");
            lot.unpark(1);
          }
        };
    together(take, take, put);
  }

  private static void rounds(boolean mended) {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger[] arrived = {new AtomicInteger(), new AtomicInteger(), new AtomicInteger()};
    Signal[] open = {new Signal(), new Signal(), new Signal()};
    ParkingLot lot = ParkingLot.of("the barrier");
    Planted.Body worker =
        () -> {
          for (int round = 0; round < 3; round++) {
            int here = arrived[round].incrementAndGet();
            if (mended) {
              if (here == 2) {
                open[round].give();
              }
              open[round].await();
            } else {
              if (inside.incrementAndGet() >= 2) {
                lot.unparkAll();
              } else {
                lot.park();
              }
              Trio.checkpoint(); // leaves
              inside.decrementAndGet();
            }
            check(arrived[round].get() == 2, "alone in round " + round);
          }
        };
    together(worker, worker);
  }
}
