package io.trio4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.Nursery;
import io.trio4j.NurseryAction;
import io.trio4j.RunHandle;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeakCheckTest {
  private final LeakCheck check = LeakCheck.begin();

  @ParameterizedTest
  @EnumSource
  void a_run_leaves_nothing(RunMode mode) {
    Trio.run(
        RunOptions.defaults().withMode(mode),
        () ->
            Nursery.run(nursery -> {
              for (int i = 0; i < 100; i++) {
                nursery.startSoon(() -> Trio.sleep(Duration.ofMillis(1)));
              }
              nursery.startSoon(() -> {
                Trio.sleep(Duration.ofMillis(5));
                nursery.cancel();
              });
              nursery.startSoon(() -> Trio.sleep(Duration.ofHours(1)));
            }));

    assertThatCode(check::assertNothingLeft).doesNotThrowAnyException();
  }

  @Test
  void a_cushion_that_was_not_waited_out_leaves_nothing() {
    Trio.run(
        RunOptions.cooperative(),
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon(() -> Testing.waitAllTasksBlocked(Duration.ofHours(1)));
              Trio.sleep(Duration.ofMillis(1));
              nursery.cancel();
            }));

    assertThat(check.leftovers()).noneMatch(left -> left.contains("timer"));
  }

  @Nested
  class Of_tasks {
    @ParameterizedTest
    @EnumSource
    void waits_for_those_that_are_about_to_end(RunMode mode) {
      in(
          mode,
          nursery -> {
            LeakCheck inside = LeakCheck.begin();
            nursery.startSoon(() -> {
              for (int i = 0; i < 10; i++) {
                Trio.checkpoint();
              }
            });

            assertThatCode(inside::assertNoTasksLeft).doesNotThrowAnyException();
          });
    }

    @ParameterizedTest
    @EnumSource
    void names_those_that_stay(RunMode mode) {
      in(
          mode,
          nursery -> {
            nursery.startSoon("before", () -> Trio.sleepForever());
            LeakCheck inside = LeakCheck.begin();
            nursery.startSoon("heartbeat", () -> Trio.sleepForever());

            assertThatThrownBy(inside::assertNoTasksLeft)
                .isInstanceOf(AssertionError.class)
                .hasMessage(
                    "left behind:\n- Task[main/heartbeat], which waits for nothing, for ever");
            nursery.cancel();
          });
    }

    @Test
    void counts_on_real_time_too() {
      Trio.run(() ->
          Nursery.run(nursery -> {
            LeakCheck inside = LeakCheck.begin();
            nursery.startSoon("short", () -> Trio.checkpoint());

            assertThatCode(inside::assertNoTasksLeft).doesNotThrowAnyException();
          }));
    }

    @Test
    void must_begin_in_a_task() {
      Trio.run(() ->
          assertThatThrownBy(check::assertNoTasksLeft)
              .isInstanceOf(IllegalStateException.class)
              .hasMessage(
                  "this check began outside a task and knows of none. Begin it in the task that"
                      + " asks."));
    }

    private static void in(RunMode mode, NurseryAction body) {
      RunOptions options = RunOptions.defaults().withMode(mode).withSeed(1);
      Trio.run(options.withClock(VirtualClock.create().autojump()), () -> Nursery.run(body));
    }
  }

  @Nested
  class A_planted_leak {
    @Test
    void of_a_run_is_found() {
      try (RunHandle _ = Trio.start(RunOptions.defaults().withName("forgotten"))) {
        assertThat(check.leftovers()).contains("Run[forgotten], which has not ended");
        assertThatThrownBy(check::assertNothingLeft)
            .isInstanceOf(AssertionError.class)
            .hasMessageStartingWith("left behind:\n- Run[forgotten], which has not ended");
      }
      check.assertNothingLeft();
    }

    @Test
    void of_a_timer_entry_is_found() {
      try (RunHandle run = Trio.start(RunOptions.defaults())) {
        run.startSoon(() -> Trio.sleep(Duration.ofHours(1)));
        run.run(() -> {});
        awaitLeftover("entries in the timer: 1, before: 0");
      }
      check.assertNothingLeft();
    }

    @Test
    void of_a_thread_is_found() throws InterruptedException {
      CountDownLatch parked = new CountDownLatch(1);
      Thread thread =
          Thread.ofVirtual()
              .name("for\"gotten")
              .start(() -> {
                parked.countDown();
                while (!Thread.interrupted()) {
                  LockSupport.park();
                }
              });
      parked.await();

      List<String> left = check.leftovers();
      thread.interrupt();
      thread.join();

      assertThat(left)
          .singleElement()
          .asString()
          .startsWith("virtual thread #" + thread.threadId() + " \"for\\\"gotten\" ")
          .contains("io.trio4j.testing.LeakCheckTest");
      check.assertNothingLeft();
    }

    @Test
    void of_an_interrupt_flag_is_found() {
      Thread.currentThread().interrupt();

      List<String> left = check.leftovers();

      assertThat(Thread.interrupted()).as("the flag, after it was looked at").isTrue();
      assertThat(left).containsExactly("the interrupt flag of " + Thread.currentThread());
      check.assertNothingLeft();
    }
  }

  @Nested
  class What_was_there_before {
    @Test
    void is_no_leak() {
      try (RunHandle run = Trio.start(RunOptions.defaults())) {
        LeakCheck later = LeakCheck.begin();
        run.startSoon(() -> Trio.sleep(Duration.ofHours(1)));
        run.run(() -> {});

        later.assertNothingLeft();
      }
    }

    @Test
    void is_no_leak_of_a_thread_either() throws InterruptedException {
      Thread thread = Thread.ofVirtual().start(LockSupport::park);
      LeakCheck later = LeakCheck.begin();

      later.assertNothingLeft();

      LockSupport.unpark(thread);
      thread.join();
    }

    @Test
    void is_no_leak_of_a_flag_either() {
      Thread.currentThread().interrupt();
      LeakCheck later = LeakCheck.begin();

      assertThat(later.leftovers()).isEmpty();
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /// Polls: the sleeper's own thread must come to its sleep first.
  private void awaitLeftover(String text) {
    while (!check.leftovers().contains(text)) {
      Thread.yield();
    }
  }
}
