package io.trio4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trio4j.Action;
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
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplorerTest {
  private static final ExplorerOptions QUICK =
      ExplorerOptions.defaults().withSchedules(200).withGrace(Duration.ofMillis(20));

  private static FailedScheduleError failure(
      ExplorerOptions options, Action<? extends Throwable> body) {
    return catchThrowableOfType(FailedScheduleError.class, () -> Explorer.explore(options, body));
  }

  /// Three tasks of a few steps each; notes who went on when.
  private static void threeTasks(List<String> events, int steps) {
    Nursery.run(nursery -> {
      for (String name : List.of("a", "b", "c")) {
        nursery.startSoon(
            name,
            () -> {
              for (int i = 0; i < steps; i++) {
                events.add(name);
                Trio.checkpoint();
              }
            });
      }
    });
  }

  @Nested
  class Schedules {
    @Test
    void bring_about_every_order_of_three_tasks() {
      TreeSet<String> orders = new TreeSet<>();

      Explorer.explore(
          QUICK,
          () -> {
            List<String> events = new ArrayList<>();
            threeTasks(events, 1);
            orders.add(String.join("", events));
          });

      assertThat(orders).containsExactly("abc", "acb", "bac", "bca", "cab", "cba");
    }

    @Test
    void are_the_same_with_the_same_seed() {
      assertThat(eventsOf(QUICK)).isEqualTo(eventsOf(QUICK));
      assertThat(eventsOf(QUICK)).isNotEqualTo(eventsOf(QUICK.withSeed(1_000)));
    }

    private static List<String> eventsOf(ExplorerOptions options) {
      List<String> events = new ArrayList<>();
      Explorer.explore(options, () -> threeTasks(events, 3));
      return events;
    }

    @Test
    void run_on_a_clock_that_jumps_and_starts_afresh() {
      List<String> times = new ArrayList<>();

      Explorer.explore(
          QUICK.withSchedules(3),
          () -> {
            times.add(Trio.currentTime().toString());
            Trio.sleep(Duration.ofHours(1));
          });

      assertThat(new TreeSet<>(times)).hasSize(1);
    }

    @Test
    void are_counted() {
      Exploration tried = Explorer.explore(QUICK, () -> threeTasks(new ArrayList<>(), 2));

      assertThat(tried.scheduleCount()).isEqualTo(200);
      assertThat(tried.distinctCount()).isBetween(20, 200);
      assertThat(tried.stepCount()).isGreaterThan(200 * 9);
      assertThat(tried.longestStepCount()).isGreaterThanOrEqualTo(9);
      assertThat(tried.complete()).isFalse();
    }

    @Test
    void run_on_threads_of_their_own() {
      ThreadLocal<@Nullable String> local = new ThreadLocal<>();

      Explorer.explore(
          QUICK,
          () -> {
            assertThat(local.get()).isNull();
            local.set("left behind");
          });
    }
  }

  @Nested
  class A_failure {
    @Test
    void comes_with_what_the_test_threw() {
      FailedScheduleError failed =
          failure(
              QUICK,
              () -> {
                throw new java.io.IOException("no disk");
              });

      assertThat(failed.kind()).isEqualTo(Kind.FAILED);
      assertThat(failed).hasCauseInstanceOf(java.io.IOException.class);
      assertThat(failed).hasMessageStartingWith("java.io.IOException: no disk\n");
    }

    @Test
    void is_told_turn_by_turn_with_the_tasks_at_that_moment() {
      FailedScheduleError failed = failure(QUICK, ExplorerTest::failIfBIsFirst);

      assertThat(failed.getMessage())
          .startsWith("java.lang.AssertionError: b was first\n\nfound by   schedule ")
          .contains("(seed 1)\nschedule   ")
          .contains("replay     Explorer.replay(\"" + failed.schedule() + "\", body)")
          .contains("main: waits for the children of Nursery at failIfBIsFirst(ExplorerTest.java:")
          .contains("main/b: ends, failed with AssertionError")
          .contains("the tasks when it failed\nRun[explored] DETERMINISTIC");
      assertThat(failed.dump()).contains("a: runs");
    }

    @Test
    void is_shrunk_to_the_one_decision_it_needs() {
      FailedScheduleError failed =
          failure(QUICK.withStrategy(Strategy.random()), ExplorerTest::failIfBIsFirst);

      assertThat(failed.schedule()).isEqualTo("0:2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0:2", " 0:2 ", "0:2, 9:1"})
    void is_replayed_from_its_text(String schedule) {
      assertThatThrownBy(() -> Explorer.replay(schedule, ExplorerTest::failIfBIsFirst))
          .isInstanceOf(FailedScheduleError.class)
          .hasMessageContaining("b was first");
    }

    @Test
    void does_not_come_from_another_schedule() {
      Explorer.replay("-", ExplorerTest::failIfBIsFirst);
    }
  }

  private static void failIfBIsFirst() {
    AtomicInteger done = new AtomicInteger();
    Nursery.run(nursery -> {
      nursery.startSoon("a", done::incrementAndGet);
      nursery.startSoon(
          "b",
          () -> {
            if (done.get() == 0) {
              throw new AssertionError("b was first");
            }
          });
    });
  }

  @Nested
  class A_text_that_is_no_schedule {
    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1", "1:2:3:4", "1:x", "random:", "pct0:1:2", "turns:2"})
    void is_refused(String text) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Explorer.replay(text, Trio::checkpoint))
          .withMessage(
              "schedule must be what a failed exploration printed, as \"4:2 9:0\", \"-\","
                  + " \"random:17\" or \"pct3:17:120\": "
                  + text);
    }
  }

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
          .contains("main/p0 waits for a fork, held by main/p1, at waitFor(ExplorerTest.java:")
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
                    nursery.startSoon("ping", ExplorerTest::goOnForEver);
                    nursery.startSoon("pong", ExplorerTest::goOnForEver);
                  }));

      assertThat(failed.kind()).isEqualTo(Kind.LIVELOCK);
      assertThat(failed.getMessage())
          .startsWith("livelock: no end after 1000 steps, the last half of them with everybody in")
          .contains("\n  these 2 turns repeat:\n")
          .contains("main/ping: checkpoint at goOnForEver(ExplorerTest.java:");
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

  /// The explorer sleeps on the thread of the last task while it waits for threads outside.
  private static void wakeOnceStuck(Thread main, WaitToken<String> token) {
    while (main.getState() != Thread.State.TIMED_WAITING) {
      Thread.yield();
    }
    token.tryReschedule("hello");
  }

  private static void goOnForEver() {
    while (true) {
      Trio.checkpoint();
    }
  }

  @Nested
  class A_test_that_is_not_deterministic {
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void is_told_with_the_first_turn_that_differs() {
      FailedScheduleError failed =
          failure(
              QUICK,
              () -> {
                Trio.checkpoint();
                if (calls.incrementAndGet() % 2 == 0) {
                  Trio.checkpoint();
                } else {
                  Trio.sleep(Duration.ofMillis(1));
                }
              });

      assertThat(failed.kind()).isEqualTo(Kind.NOT_DETERMINISTIC);
      assertThat(failed.getMessage())
          .startsWith("The test is not deterministic: the same schedule, run twice, did not do")
          .contains("The first difference is turn 1.\n  the first time:  main: waits for the time")
          .contains("\n  the second time: main: checkpoint at ")
          .contains("io.trio4j.testing.ExplorerTest$A_test_that_is_not_deterministic");
    }

    @Test
    void because_of_a_thread_outside_is_told_who_woke_whom() {
      FailedScheduleError failed =
          failure(
              QUICK.withGrace(Duration.ofSeconds(5)),
              () -> {
                WaitToken<String> token = WaitToken.create("a thread");
                Thread main = Thread.currentThread();
                Thread other = Thread.ofVirtual().start(() -> wakeOnceStuck(main, token));
                if (calls.incrementAndGet() == 2) {
                  Trio.checkpoint();
                }
                assertThat(token.park(() -> {})).isEqualTo("hello");
                other.join();
              });

      assertThat(failed.kind()).isEqualTo(Kind.NOT_DETERMINISTIC);
      assertThat(failed.getMessage()).contains("woken from outside the run at step ");
    }

    @Test
    void later_on_is_found_too() {
      FailedScheduleError failed =
          failure(
              QUICK,
              () -> {
                if (calls.incrementAndGet() > 9 && calls.get() % 2 == 0) {
                  Trio.checkpoint(); // a static cache, for example
                }
              });

      assertThat(failed.kind()).isEqualTo(Kind.NOT_DETERMINISTIC);
    }
  }

  @Nested
  class Exhaustive_exploration {
    private static final ExplorerOptions ALL =
        QUICK.withSchedules(100_000).withStrategy(Strategy.exhaustive());

    @Test
    void sees_each_order_of_checkpoints_once() {
      List<String> orders = new ArrayList<>();

      Exploration tried =
          Explorer.explore(
              ALL,
              () -> {
                List<String> events = new ArrayList<>();
                threeTasks(events, 2);
                orders.add(String.join("", events));
              });

      assertThat(tried.complete()).isTrue();
      assertThat(tried.coverage()).isEqualTo(1);
      assertThat(tried.distinctCount()).isEqualTo(tried.scheduleCount());
      assertThat(new TreeSet<>(orders)).hasSize(90); // 6! / (2! 2! 2!)
    }

    @Test
    void says_how_far_it_came() {
      Exploration tried =
          Explorer.explore(ALL.withSchedules(100), () -> threeTasks(new ArrayList<>(), 3));

      assertThat(tried.complete()).isFalse();
      assertThat(tried.coverage()).isBetween(0.0, 0.99);
    }

    @Test
    void within_a_bound_leaves_out_what_needs_more_preemptions() {
      Strategy.Exhaustive none = Strategy.exhaustive().withMostPreemptions(0);
      TreeSet<String> orders = new TreeSet<>();

      Exploration tried =
          Explorer.explore(
              ALL.withStrategy(none),
              () -> {
                List<String> events = new ArrayList<>();
                threeTasks(events, 2);
                orders.add(String.join("", events));
              });

      assertThat(tried.complete()).isFalse();
      assertThat(orders)
          .containsExactly("aabbcc", "aaccbb", "bbaacc", "bbccaa", "ccaabb", "ccbbaa");
    }

    @Test
    void leaves_out_other_orders_of_turns_that_the_test_says_have_nothing_in_common() {
      Strategy.Exhaustive declared = Strategy.exhaustive().withDeclaredSharing();

      Exploration some = Explorer.explore(ALL.withStrategy(declared), () -> declares(false));
      Exploration all = Explorer.explore(ALL, () -> declares(false));

      assertThat(some.complete()).isTrue();
      assertThat(all.complete()).isTrue();
      assertThat(some.scheduleCount()).isLessThan(all.scheduleCount() / 2);
    }

    @Test
    void with_declared_sharing_still_finds_what_depends_on_it() {
      Strategy.Exhaustive declared = Strategy.exhaustive().withDeclaredSharing();

      assertThat(failure(ALL.withStrategy(declared), () -> declares(true)).kind())
          .isEqualTo(Kind.FAILED);
    }

    /// Two tasks that work on objects of their own, and at the end, if `meet`, on one of both.
    private static void declares(boolean meet) {
      int[] shared = new int[1];
      Nursery.run(nursery -> {
        for (String name : List.of("a", "b")) {
          Object own = new Object();
          nursery.startSoon(
              name,
              () -> {
                for (int i = 0; i < 3; i++) {
                  Explorer.touches(own);
                  Trio.checkpoint();
                }
                if (meet) {
                  Explorer.touches(shared);
                  int seen = shared[0];
                  Trio.checkpoint();
                  Explorer.touches(shared);
                  shared[0] = seen + 1;
                }
              });
        }
      });
      assertThat(shared[0]).isEqualTo(meet ? 2 : 0);
    }
  }

  @Nested
  class Misuse {
    @Test
    void in_a_task_is_refused() {
      assertThatThrownBy(() -> Trio.run(() -> Explorer.explore(Trio::checkpoint)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Call it from the test method itself, outside of any run.");
    }

    @Test
    void by_numbers_is_refused() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> QUICK.withSchedules(0))
          .withMessage("schedules must be positive: 0");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> QUICK.withMaxSteps(-1))
          .withMessage("maxSteps must be positive: -1");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> QUICK.withGrace(Duration.ofSeconds(-1)))
          .withMessage("grace must not be negative: PT-1S");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Strategy.pct(0))
          .withMessage("depth must be positive: 0");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Strategy.exhaustive().withMostPreemptions(-1))
          .withMessage("mostPreemptions must not be negative: -1");
    }
  }

  @Nested
  class An_interrupt_of_the_caller {
    @Test
    void ends_the_exploration_with_the_flag_set() throws InterruptedException {
      CountDownLatch begun = new CountDownLatch(1);
      List<Object> seen = new ArrayList<>();
      Thread caller =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  Explorer.explore(
                      QUICK,
                      () -> {
                        begun.countDown();
                        new CountDownLatch(1).await(); // blocks in Java code
                      });
                } catch (CancellationException e) {
                  seen.add(String.valueOf(e.getMessage()));
                }
                seen.add(Thread.currentThread().isInterrupted());
              });

      begun.await();
      caller.interrupt();
      caller.join();

      assertThat(seen).containsExactly("the exploration was interrupted", true);
    }
  }
}
