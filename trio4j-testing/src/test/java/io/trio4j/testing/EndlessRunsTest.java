package io.trio4j.testing;

import static io.trio4j.testing.ExplorerTest.QUICK;
import static io.trio4j.testing.ExplorerTest.failure;
import static io.trio4j.testing.ExplorerTest.wakeOnceStuck;
import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.Nursery;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.lowlevel.ParkingLot;
import io.trio4j.lowlevel.RunToken;
import io.trio4j.lowlevel.WaitSubject;
import io.trio4j.lowlevel.WaitToken;
import io.trio4j.testing.FailedScheduleError.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EndlessRunsTest {
  @Nested
  class A_deadlock {
    /// Waits for a token of the other task, as for a lock it holds.
    private record HeldBy(Task<?> holder) implements WaitSubject {
      @Override
      public List<Task<?>> holders() {
        return List.of(holder);
      }

      @Override
      public String toString() {
        return "a fork";
      }
    }

    @Test
    void is_told_with_the_circle() {
      FailedScheduleError failed =
          failure(
              QUICK,
              () ->
                  Nursery.run(nursery -> {
                    List<Task<?>> tasks = new ArrayList<>();
                    for (int i = 0; i < 3; i++) {
                      int next = (i + 1) % 3;
                      tasks.add(nursery.startSoon("p" + i, () -> waitFor(tasks, next)));
                    }
                  }));

      assertThat(failed.kind()).isEqualTo(Kind.DEADLOCK);
      assertThat(failed.getMessage())
          .startsWith("deadlock: 4 tasks wait, none can go on and no deadline is pending\n")
          .contains("main/p0 waits for a fork, held by main/p1, at waitFor(EndlessRunsTest.java:")
          .contains("main waits for the children of Nursery, held by main/p0, main/p1, main/p2")
          .containsPattern("circle: main/p(\\d) -> main/p\\d -> main/p\\d -> main/p\\1");
    }

    private static void waitFor(List<Task<?>> tasks, int next) {
      Trio.checkpoint();
      WaitToken<String> token = WaitToken.create(new HeldBy(tasks.get(next)));
      token.park(() -> {});
    }

    @Test
    void without_a_circle_says_so() {
      FailedScheduleError failed = failure(QUICK, () -> ParkingLot.of("godot").park());

      assertThat(failed.getMessage())
          .contains("main waits for godot, at ")
          .contains("no circle can be seen");
      assertThat(failed.schedule()).isEqualTo("-");
    }

    @Test
    void lets_tasks_clean_up() {
      AtomicInteger cleaned = new AtomicInteger();
      FailedScheduleError failed =
          failure(
              QUICK,
              () -> {
                try {
                  Trio.sleepForever();
                } finally {
                  cleaned.incrementAndGet();
                }
              });

      assertThat(failed.kind()).isEqualTo(Kind.DEADLOCK);
      assertThat(cleaned.get()).isGreaterThan(1); // it was run more than once
    }

    @Test
    void that_can_not_be_cancelled_is_left_behind() {
      FailedScheduleError failed =
          failure(QUICK, () -> CancelScope.shielded(() -> ParkingLot.of("nothing").park()));

      assertThat(failed.kind()).isEqualTo(Kind.DEADLOCK);
      assertThat(Trio.dump()).doesNotContain("Run[explored]");
    }

    @Test
    void is_none_while_a_deadline_is_pending() {
      Exploration tried =
          Explorer.explore(
              QUICK, () -> CancelScope.moveOnAfter(Duration.ofDays(1), () -> Trio.sleepForever()));

      assertThat(tried.scheduleCount()).isEqualTo(200);
    }

    @Test
    void is_none_if_a_thread_outside_wakes_somebody_within_the_grace() {
      Explorer.explore(
          QUICK.withSchedules(3).withGrace(Duration.ofSeconds(10)),
          () -> {
            WaitToken<String> answer = WaitToken.create("a thread");
            Thread main = Thread.currentThread();
            Thread.ofVirtual().start(() -> wakeOnceStuck(main, answer));
            assertThat(answer.park(() -> {})).isEqualTo("hello");
          });
    }

    @Test
    void is_none_if_a_thread_with_the_token_wakes_somebody() {
      Explorer.explore(
          QUICK.withSchedules(1).withGrace(Duration.ZERO),
          () -> {
            WaitToken<String> answer = WaitToken.create("a thread");
            RunToken run = RunToken.current();
            Thread.ofVirtual().start(() -> run.runSoon(() -> answer.tryReschedule("hello")));
            assertThat(answer.park(() -> {})).isEqualTo("hello");
          });
    }
  }

  @Nested
  class A_livelock {
    @Test
    void is_told_with_the_turns_that_repeat() {
      FailedScheduleError failed =
          failure(
              QUICK.withMaxSteps(500),
              () ->
                  Nursery.run(nursery -> {
                    nursery.startSoon("ping", EndlessRunsTest::goOnForEver);
                    nursery.startSoon("pong", EndlessRunsTest::goOnForEver);
                  }));

      assertThat(failed.kind()).isEqualTo(Kind.LIVELOCK);
      assertThat(failed.getMessage())
          .startsWith("livelock: no end after 1000 steps, the last half of them with everybody in")
          .contains("\n  these 2 turns repeat:\n")
          .contains("main/ping: checkpoint at goOnForEver(EndlessRunsTest.java:");
    }

    @Test
    void is_not_what_waits_for_others_at_checkpoints() {
      Explorer.explore(
          QUICK.withMaxSteps(300),
          () -> {
            AtomicInteger flag = new AtomicInteger();
            Nursery.run(nursery -> {
              nursery.startSoon(() -> {
                while (flag.get() == 0) {
                  Trio.checkpoint();
                }
              });
              nursery.startSoon(() -> flag.set(1));
            });
          });
    }

    @Test
    void that_eats_every_cancel_is_left_behind() {
      FailedScheduleError failed =
          failure(
              QUICK.withMaxSteps(100),
              () -> {
                while (true) {
                  try {
                    Trio.checkpoint();
                  } catch (Cancelled _) {
                    // goes on
                  }
                }
              });

      assertThat(failed.kind()).isEqualTo(Kind.LIVELOCK);
      assertThat(Trio.dump()).doesNotContain("Run[explored]");
    }
  }

  private static void goOnForEver() {
    while (true) {
      Trio.checkpoint();
    }
  }
}
