package io.trio4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trio4j.Action;
import io.trio4j.Nursery;
import io.trio4j.Trio;
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
  static final ExplorerOptions QUICK =
      ExplorerOptions.defaults().withSchedules(200).withGrace(Duration.ofMillis(20));

  static FailedScheduleError failure(ExplorerOptions options, Action<? extends Throwable> body) {
    return catchThrowableOfType(FailedScheduleError.class, () -> Explorer.explore(options, body));
  }

  /// Three tasks of a few steps each; notes who went on when.
  static void threeTasks(List<String> events, int steps) {
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

  /// The explorer sleeps on the thread of the last task while it waits for threads outside.
  static void wakeOnceStuck(Thread main, WaitToken<String> token) {
    while (main.getState() != Thread.State.TIMED_WAITING) {
      Thread.yield();
    }
    token.tryReschedule("hello");
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
