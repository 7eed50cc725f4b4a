package io.trio4j.testing.planted;

import static io.trio4j.testing.planted.Planted.check;
import static io.trio4j.testing.planted.Planted.together;
import static java.util.Objects.requireNonNull;

import io.trio4j.Trio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicStampedReference;
import org.jspecify.annotations.Nullable;

/// What one task sees is changed by another across a checkpoint.
final class SharedState {
  static final List<Planted> PROGRAMS =
      List.of(
          new Planted(
              "lost update",
              "reads a counter, waits, writes it back",
              () -> count(false),
              () -> count(true)),
          new Planted(
              "check, then act",
              "looks whether one is in stock, waits for the payment, takes it",
              () -> sell(false),
              () -> sell(true)),
          new Planted(
              "two fields, one invariant",
              "a checkpoint between debit and credit, seen by an audit",
              () -> transfer(false),
              () -> transfer(true)),
          new Planted(
              "ABA",
              "compares the top of a stack, which was taken and put back meanwhile",
              () -> pop(false),
              () -> pop(true)),
          new Planted(
              "iterator across a checkpoint",
              "a listener leaves while the list of listeners is gone through",
              () -> tell(false),
              () -> tell(true)),
          new Planted(
              "loaded twice",
              "a cache that waits between miss and put",
              () -> load(false),
              () -> load(true)),
          new Planted(
              "flag before data",
              "says that it is ready, waits, then writes the data",
              () -> publish(false),
              () -> publish(true)),
          new Planted(
              "counted too late",
              "the child counts itself in, so a shutdown can miss it",
              () -> drain(false),
              () -> drain(true)));

  private SharedState() {}

  private static void count(boolean mended) {
    AtomicInteger counter = new AtomicInteger();
    Planted.Body increment =
        () -> {
          int seen = counter.get();
          Trio.checkpoint(); // writes a log line
          if (mended) {
            counter.incrementAndGet();
          } else {
            counter.set(seen + 1);
          }
        };
    together(increment, increment);
    check(counter.get() == 2, "two increments, and the counter is " + counter);
  }

  private static void sell(boolean mended) {
    AtomicInteger stock = new AtomicInteger(1);
    Planted.Body buy =
        () -> {
          if (mended) {
            if (stock.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
              Trio.checkpoint();
            }
          } else if (stock.get() > 0) {
            Trio.checkpoint(); // the payment
            stock.decrementAndGet();
          }
        };
    together(buy, buy);
    check(stock.get() >= 0, "sold what was not there: stock " + stock);
  }

  private static void transfer(boolean mended) {
    AtomicInteger one = new AtomicInteger(100);
    AtomicInteger other = new AtomicInteger();
    Mutex mutex = new Mutex("accounts");
    Planted.Body transfer =
        () -> {
          one.addAndGet(-10);
          Trio.checkpoint(); // tells the auditor's log
          other.addAndGet(10);
        };
    Planted.Body audit =
        () -> check(one.get() + other.get() == 100, "money is missing: " + one + " + " + other);
    together(
        mended ? () -> mutex.hold(transfer) : transfer, mended ? () -> mutex.hold(audit) : audit);
  }

  private static final class Node {
    private final String name;
    private volatile @Nullable Node next; // by who owns it

    Node(String name, @Nullable Node next) {
      this.name = name;
      this.next = next;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static void pop(boolean mended) {
    Node second = new Node("second", new Node("third", null));
    AtomicStampedReference<@Nullable Node> top =
        new AtomicStampedReference<>(new Node("first", second), 0);
    Planted.Body slowPop =
        () -> {
          int[] stamp = new int[1];
          Node seen = requireNonNull(top.get(stamp));
          Node next = seen.next;
          Trio.checkpoint();
          int expected = mended ? stamp[0] : top.getStamp();
          top.compareAndSet(seen, next, expected, expected + 1);
        };
    AtomicReference<@Nullable Node> owned = new AtomicReference<>();
    Planted.Body takeTwoGiveOneBack =
        () -> {
          Node first = popNow(top);
          Trio.checkpoint();
          owned.set(popNow(top));
          Trio.checkpoint();
          first.next = top.getReference();
          int stamp = top.getStamp();
          top.compareAndSet(first.next, first, stamp, stamp + 1);
        };
    together(slowPop, takeTwoGiveOneBack);
    Node mine = requireNonNull(owned.get());
    for (Node at = top.getReference(); at != null; at = at.next) {
      check(at != mine, mine + " was taken from the stack and is on it again");
    }
  }

  private static Node popNow(AtomicStampedReference<@Nullable Node> top) {
    int[] stamp = new int[1];
    while (true) {
      Node seen = requireNonNull(top.get(stamp));
      if (top.compareAndSet(seen, seen.next, stamp[0], stamp[0] + 1)) {
        return seen;
      }
    }
  }

  private static void tell(boolean mended) {
    List<String> listeners = new ArrayList<>(List.of("one", "two", "three"));
    Planted.Body tellAll =
        () -> {
          List<String> now;
          synchronized (listeners) {
            now = mended ? List.copyOf(listeners) : listeners;
          }
          for (String listener : now) {
            check(!listener.isEmpty(), "no name");
            Trio.checkpoint(); // sends
          }
        };
    Planted.Body leave =
        () -> {
          synchronized (listeners) {
            listeners.remove("one");
          }
        };
    together(tellAll, leave);
  }

  private static void load(boolean mended) {
    Map<String, String> cache = new ConcurrentHashMap<>();
    AtomicInteger loads = new AtomicInteger();
    Mutex mutex = new Mutex("cache");
    Planted.Body get =
        () -> {
          if (!cache.containsKey("page")) {
            Trio.checkpoint(); // loads
            loads.incrementAndGet();
            cache.put("page", "text");
          }
        };
    together(mended ? () -> mutex.hold(get) : get, mended ? () -> mutex.hold(get) : get);
    check(loads.get() == 1, "loaded " + loads + " times");
  }

  private static void publish(boolean mended) {
    AtomicBoolean ready = new AtomicBoolean();
    AtomicReference<@Nullable String> data = new AtomicReference<>();
    Planted.Body write =
        () -> {
          if (mended) {
            data.set("data");
          }
          ready.set(true);
          Trio.checkpoint();
          data.set("data");
        };
    Planted.Body read = () -> check(!ready.get() || data.get() != null, "ready without data");
    together(write, read);
  }

  private static void drain(boolean mended) {
    AtomicInteger active = new AtomicInteger(mended ? 1 : 0);
    AtomicBoolean closed = new AtomicBoolean();
    together(
        () -> {
          Trio.checkpoint(); // reads the request
          if (!mended) {
            active.incrementAndGet();
          }
          Trio.checkpoint(); // uses the pool
          check(!closed.get(), "the pool was closed under a request");
          active.decrementAndGet();
        },
        () -> {
          Trio.checkpoint();
          while (active.get() > 0) {
            Trio.sleep(Duration.ofMillis(1));
          }
          closed.set(true);
        });
  }
}
