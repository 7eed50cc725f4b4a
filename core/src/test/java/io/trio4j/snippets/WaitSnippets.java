package io.trio4j.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.Nursery;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.lowlevel.Abort;
import io.trio4j.lowlevel.AbortFunction;
import io.trio4j.lowlevel.CancelRequest;
import io.trio4j.lowlevel.Clock;
import io.trio4j.lowlevel.RunRandom;
import io.trio4j.lowlevel.RunStatistics;
import io.trio4j.lowlevel.SystemTasks;
import io.trio4j.lowlevel.WaitSubject;
import io.trio4j.lowlevel.WaitToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitSnippets {
  private final List<String> log = new ArrayList<>();

  @Test
  void abort() {
    // @start region="abort"
    Trio.run(
        RunOptions.deterministic(1),
        () ->
            CancelScope.moveOnAfter(
                Duration.ofSeconds(1),
                () -> {
                  WaitToken<String> token = WaitToken.create("a transfer");
                  List<CancelRequest> kept = new ArrayList<>();
                  AbortFunction slowly =
                      cancel -> {
                        kept.add(cancel);
                        return Abort.FAILED; // it can't be taken back at once: the wait goes on
                      };
                  SystemTasks.start(
                      "transfer",
                      () -> {
                        Trio.sleep(Duration.ofSeconds(3)); // until the other side has agreed
                        token.tryFail(kept.getFirst().toCancelled());
                      });
                  try {
                    token.parkAsking(slowly);
                  } catch (Cancelled cancelled) {
                    log.add("cancelled when it was safe");
                    throw cancelled;
                  }
                }));
    // @end
    assertThat(log).containsExactly("cancelled when it was safe");
  }

  // @start region="subject"
  /** What a task waits for, with who holds it: dumps and deadlock reports show both. */
  record KeyOf(String door, Task<?> holder) implements WaitSubject {
    @Override
    public List<Task<?>> holders() {
      return List.of(holder);
    }

    @Override
    public String toString() {
      return "the key of " + door;
    }
  }

  // @end

  @Test
  void subject() {
    String dump =
        Trio.run(
            RunOptions.cooperative(),
            () ->
                Nursery.call(nursery -> {
                  Task<?> holder = nursery.startSoon("holder", () -> Trio.sleepForever());
                  nursery.startSoon(
                      "waiter",
                      () -> WaitToken.create(new KeyOf("the cellar", holder)).park(() -> {}));
                  Trio.checkpoint();
                  String shown = Trio.dump();
                  nursery.cancel("seen");
                  return shown;
                }));
    assertThat(dump).contains("the key of the cellar");
  }

  @Test
  void statistics() {
    // @start region="statistics"
    int living =
        Trio.run(() ->
            Nursery.call(nursery -> {
              nursery.startSoon(() -> Trio.sleepForever());
              int tasks = RunStatistics.current().tasksLiving(); // the main task and its child
              nursery.cancel("counted");
              return tasks;
            }));
    // @end
    assertThat(living).isEqualTo(2);
  }

  @Test
  void system_task() {
    // @start region="systemTask"
    Trio.run(
        RunOptions.cooperative(),
        () -> {
          SystemTasks.start(
              "heartbeat",
              () -> {
                while (true) { // nobody waits for it: it is cancelled when the main task has ended
                  log.add("beat");
                  Trio.sleep(Duration.ofHours(1));
                }
              });
          Trio.checkpoint();
        });
    // @end
    assertThat(log).containsExactly("beat");
  }

  @Test
  void random() {
    // @start region="random"
    RunOptions seeded = RunOptions.deterministic(42);
    int dice = Trio.run(seeded, () -> RunRandom.current().nextInt(1, 7));
    int again = Trio.run(seeded, () -> RunRandom.current().nextInt(1, 7));
    // @end
    assertThat(again).isEqualTo(dice).isBetween(1, 6);
  }

  // @start region="clock"
  /** Real time that began when the run did. */
  static final class SinceStart implements Clock {
    private final long zero = System.nanoTime();

    @Override
    public long nanoTime() {
      return System.nanoTime() - zero;
    }

    @Override
    public long realNanosUntil(long deadlineNanos) {
      return Math.max(0, deadlineNanos - nanoTime());
    }

    @Override
    public void attach(Runnable changed) {} // it never jumps: there is nothing to tell

    @Override
    public void detach(Runnable changed) {}

    @Override
    public boolean idle(long nextDeadlineNanos) {
      return false;
    }

    @Override
    public long idleCushionNanos() {
      return Long.MAX_VALUE;
    }
  }

  // @end

  @Test
  void clock() {
    long now =
        Trio.run(
            RunOptions.defaults().withClock(new SinceStart()), () -> Trio.currentTime().nanos());
    assertThat(now).isBetween(0L, Duration.ofMinutes(5).toNanos());
  }
}
