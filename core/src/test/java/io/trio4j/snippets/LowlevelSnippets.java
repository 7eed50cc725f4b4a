package io.trio4j.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.Nursery;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.lowlevel.Checkpoints;
import io.trio4j.lowlevel.Instrument;
import io.trio4j.lowlevel.ParkingLot;
import io.trio4j.lowlevel.RunInstruments;
import io.trio4j.lowlevel.RunToken;
import io.trio4j.lowlevel.WaitToken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LowlevelSnippets {
  // @start region="token"
  /** A value that arrives from any thread, once. */
  static final class Arrival {
    private final ConcurrentHashMap<WaitToken<String>, Boolean> waiting = new ConcurrentHashMap<>();

    String await() {
      WaitToken<String> token = WaitToken.create("an arrival");
      waiting.put(token, true);
      return token.park(() -> waiting.remove(token)); // a cancel leaves nothing behind
    }

    boolean arrive(String value) {
      for (WaitToken<String> token : waiting.keySet()) {
        if (waiting.remove(token) != null && token.tryReschedule(value)) {
          return true; // exactly one waiter has it
        }
      }
      return false;
    }
  }

  // @end

  @Test
  void token() {
    Arrival arrival = new Arrival();
    String got =
        Trio.run(
            RunOptions.cooperative(),
            () ->
                Nursery.call(nursery -> {
                  Task<String> waiter = nursery.startSoon(arrival::await);
                  while (!arrival.arrive("parcel")) {
                    Trio.checkpoint();
                  }
                  return waiter.join();
                }));
    assertThat(got).isEqualTo("parcel");
  }

  // @start region="checkpoint"
  static void acquireIfFree(AtomicBoolean free) {
    Checkpoints.checkpointIfCancelled(); // throws before anything happened
    free.set(false); // the effect
    Checkpoints.schedulePoint(); // lets others run, and can't throw
  }

  // @end

  @Test
  void checkpoint() {
    AtomicBoolean free = new AtomicBoolean(true);
    Trio.run(() -> acquireIfFree(free));
    assertThat(free).isFalse();
  }

  @Test
  void lot() {
    AtomicInteger through = new AtomicInteger();
    // @start region="lot"
    ParkingLot gate = ParkingLot.of("the gate");
    Trio.run(
        RunOptions.cooperative(),
        () ->
            Nursery.run(nursery -> {
              for (int i = 0; i < 3; i++) {
                nursery.startSoon(() -> {
                  gate.park();
                  through.incrementAndGet();
                });
              }
              Trio.checkpoint(); // all three come to the gate
              gate.unparkAll();
            }));
    // @end
    assertThat(through).hasValue(3);
  }

  @Test
  void run_token() {
    AtomicInteger ran = new AtomicInteger();
    // @start region="runToken"
    Trio.run(() ->
        Nursery.run(nursery -> {
          RunToken token = RunToken.current();
          WaitToken<String> reply = WaitToken.create("a reply of a foreign thread");
          Thread.ofPlatform()
              .start(() -> {
                token.runSoon(() -> ran.incrementAndGet()); // runs in the run
                token.runSoon(() -> reply.tryReschedule("done"));
              });
          reply.park(() -> {});
        }));
    // @end
    assertThat(ran).hasValue(1);
  }

  @Test
  void instrument() {
    List<String> started = new ArrayList<>();
    // @start region="instrument"
    Instrument names =
        new Instrument() {
          @Override
          public void taskStarted(Task<?> task) {
            started.add(task.name());
          }
        };
    Trio.run(
        RunOptions.cooperative().withInstrument(names),
        () -> Nursery.run(nursery -> nursery.startSoon("child", () -> {})));
    // @end
    assertThat(started).containsExactly("child");
  }

  @Test
  void run_instruments() {
    List<String> woken = new ArrayList<>();
    Instrument wakes =
        new Instrument() {
          @Override
          public void taskScheduled(Task<?> task) {
            woken.add(task.name());
          }
        };

    Trio.run(
        RunOptions.cooperative(),
        () -> {
          // @start region="runInstruments"
          RunInstruments.add(wakes);
          try {
            Nursery.run(nursery -> nursery.startSoon("seen", () -> {}));
          } finally {
            RunInstruments.remove(wakes);
          }
          // @end
          Nursery.run(nursery -> nursery.startSoon("unseen", () -> {}));
        });

    assertThat(woken).contains("seen").doesNotContain("unseen");
  }
}
