package io.trio4j.snippets;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.lowlevel.ParkingLot;
import io.trio4j.testing.LeakCheck;
import io.trio4j.testing.Sequencer;
import io.trio4j.testing.StepCounter;
import io.trio4j.testing.TaskStates;
import io.trio4j.testing.Testing;
import io.trio4j.testing.TraceInstrument;
import io.trio4j.testing.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestingSnippets {
  @Test
  void an_hour_passes_at_once() {
    // @start region="clock"
    VirtualClock clock = VirtualClock.create().autojump();

    Trio.run(
        RunOptions.defaults().withClock(clock),
        () -> {
          Trio.sleep(ofHours(1));
          assertThat(clock.elapsed()).isEqualTo(ofHours(1)); // exactly
        });
    // @end
  }

  @Test
  void the_test_waits_until_nothing_moves() {
    List<String> events = new ArrayList<>();
    VirtualClock clock = VirtualClock.create();
    RunOptions options = RunOptions.cooperative().withClock(clock);

    // @start region="blocked"
    Trio.run(
        options,
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon(() -> {
                Trio.sleep(ofMinutes(5));
                events.add("reminder sent");
              });
              Testing.waitAllTasksBlocked(); // it sleeps now
              clock.jump(ofMinutes(4));
              Testing.waitAllTasksBlocked();
              assertThat(events).isEmpty();

              clock.jump(ofMinutes(1));
              Testing.waitAllTasksBlocked();
              assertThat(events).containsExactly("reminder sent");
            }));
    // @end
  }

  @Test
  void tasks_take_turns() {
    RunOptions options = RunOptions.cooperative();
    List<String> events = new ArrayList<>();

    // @start region="sequencer"
    Sequencer sequencer = Sequencer.create();

    Trio.run(
        options,
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon(() -> {
                sequencer.at(0, () -> events.add("reader opens"));
                sequencer.at(2, () -> events.add("reader finds it gone"));
              });
              nursery.startSoon(() -> sequencer.at(1, () -> events.add("writer closes")));
            }));
    // @end

    assertThat(events).containsExactly("reader opens", "writer closes", "reader finds it gone");
  }

  @Test
  void operations_are_checkpoints_or_not() {
    // @start region="checkpoints"
    RunOptions options =
        RunOptions.deterministic(1).withInstrument(StepCounter.instance()); // @TrioTest has it

    Trio.run(
        options,
        () -> {
          Testing.assertCheckpoints(() -> Trio.sleep(ofHours(1)));
          Testing.assertNoCheckpoints(() -> Trio.currentTime());
        });
    // @end
  }

  @Test
  void a_seed_gives_one_schedule() {
    // @start region="trace"
    TraceInstrument first = TraceInstrument.create();
    TraceInstrument second = TraceInstrument.create();

    Trio.run(RunOptions.deterministic(42).withInstrument(first), () -> crawl());
    Trio.run(RunOptions.deterministic(42).withInstrument(second), () -> crawl());

    assertThat(second.steps()).isEqualTo(first.steps());
    // @end
    assertThat(first.hash()).isEqualTo(second.hash());
  }

  private static void crawl() {
    Nursery.run(nursery -> {
      for (int page = 0; page < 5; page++) {
        nursery.startSoon("page-" + page, () -> Trio.checkpoint());
      }
    });
  }

  @Test
  void nothing_is_left() {
    // @start region="leaks"
    LeakCheck check = LeakCheck.begin();

    Trio.run(RunOptions.defaults().withMode(RunMode.PARALLEL), () -> crawl());

    check.assertNothingLeft();
    // @end
  }

  @Test
  void tasks_at_rest() {
    ParkingLot gate = ParkingLot.of("the gate");
    Trio.run(
        RunOptions.cooperative(),
        () ->
            Nursery.run(nursery -> {
              // @start region="states"
              Task<?> visitor = nursery.startSoon("visitor", () -> gate.park());
              Testing.waitAllTasksBlocked();
              TaskStates.assertBlockedOn(visitor, "the gate");

              gate.unparkAll();
              Testing.waitAllTasksBlocked();
              TaskStates.assertDone(visitor); // else: "… to have ended, but it waits for the gate"
              // @end
            }));
  }

  @Test
  void no_task_is_left_in_a_nursery() {
    Trio.run(
        RunOptions.cooperative(),
        () ->
            Nursery.run(nursery -> {
              // @start region="taskLeaks"
              LeakCheck check = LeakCheck.begin();

              nursery.startSoon(() -> Trio.checkpoint());

              check.assertNoTasksLeft(); // waits for it
              // @end
            }));
  }
}
