package io.trio4j.testing;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunHandle;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VirtualClockTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong realNanos = new AtomicLong(77 * SECOND);

  @Nested
  class By_hand {
    private final VirtualClock clock = VirtualClock.over(realNanos::get);

    @Test
    @Tag("T529")
    void a_new_clock_stands_still_at_zero() {
      realNanos.addAndGet(SECOND);

      assertThat(clock.rate()).isZero();
      assertThat(clock.elapsed()).isEqualTo(ZERO);
      assertThat(clock.now()).isEqualTo(new TrioTime(0));
      assertThat(clock.idleCushionNanos()).isEqualTo(Long.MAX_VALUE);
      assertThat(clock).hasToString("VirtualClock[t+PT0S, rate 0.0]");
    }

    @Test
    @Tag("T529")
    void a_jump_moves_it_exactly() {
      clock.jump(ofMillis(1200));

      assertThat(clock.elapsed()).isEqualTo(ofMillis(1200));
    }

    @Test
    @Tag("T529")
    void it_does_not_go_back() {
      clock.jump(ofMillis(1200));

      assertThatThrownBy(() -> clock.jump(ofSeconds(-1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("duration must not be negative: PT-1S");
      assertThatThrownBy(() -> clock.setRate(-1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("rate must be finite and not negative: -1.0");
      assertThatThrownBy(() -> clock.setRate(Double.NaN))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> clock.setRate(Double.POSITIVE_INFINITY))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> clock.autojump(ofSeconds(-1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("cushion must not be negative: PT-1S");

      realNanos.addAndGet(SECOND);
      assertThat(clock.elapsed()).isEqualTo(ofMillis(1200));
      assertThat(clock.idleCushionNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    @Tag("T530")
    void a_deadline_is_past_now_or_never_comes_by_itself() {
      clock.jump(ofMillis(1200));

      assertThat(clock.realNanosUntil(1_100_000_000)).isZero();
      assertThat(clock.realNanosUntil(1_200_000_000)).isZero();
      assertThat(clock.realNanosUntil(1_300_000_000)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_jump_beyond_the_scale_ends_at_its_end() {
      clock.jump(ofDays(200 * 365));
      clock.jump(ofDays(200 * 365));
      clock.jump(Duration.ofSeconds(Long.MAX_VALUE));

      assertThat(clock.nanoTime()).isEqualTo(Long.MAX_VALUE - 2);
    }
  }

  @Nested
  class At_a_rate {
    private final VirtualClock clock = VirtualClock.over(realNanos::get);

    @Test
    @Tag("T531")
    @Tag("T532")
    void time_runs_in_proportion_to_real_time() {
      clock.jump(ofMillis(1200));
      clock.setRate(2);
      realNanos.addAndGet(SECOND);
      assertThat(clock.elapsed()).isEqualTo(ofMillis(3200));
      assertThat(clock.realNanosUntil(4_200_000_000L)).isEqualTo(SECOND / 2);

      clock.setRate(0.5);
      assertThat(clock.elapsed()).isEqualTo(ofMillis(3200));
      assertThat(clock.realNanosUntil(4_200_000_000L)).isEqualTo(2 * SECOND);

      clock.jump(ofMillis(800));
      assertThat(clock.elapsed()).isEqualTo(ofSeconds(4));
      realNanos.addAndGet(SECOND);
      assertThat(clock.elapsed()).isEqualTo(ofMillis(4500));
    }

    @Test
    void a_deadline_is_never_called_early() {
      clock.setRate(3);

      assertThat(clock.realNanosUntil(10)).isEqualTo(4); // 10/3, rounded up
      assertThat(clock.realNanosUntil(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_rate_too_fast_for_the_scale_ends_at_its_end() {
      clock.setRate(Double.MAX_VALUE);
      realNanos.addAndGet(SECOND);

      assertThat(clock.nanoTime()).isEqualTo(Long.MAX_VALUE - 2);
    }

    @Test
    void a_sleep_ends_when_the_clock_has_come_there() {
      VirtualClock fast = VirtualClock.create();
      fast.setRate(1_000_000);

      Trio.run(RunOptions.defaults().withClock(fast), () -> Trio.sleep(ofSeconds(1000)));

      assertThat(fast.elapsed()).isGreaterThanOrEqualTo(ofSeconds(1000));
    }

    @Test
    void a_rate_set_later_wakes_who_sleeps_already() {
      VirtualClock clock = VirtualClock.create();

      Trio.run(
          RunOptions.cooperative().withClock(clock),
          () ->
              Nursery.run(nursery -> {
                nursery.startSoon(() -> Trio.sleep(ofSeconds(1000)));
                Testing.waitAllTasksBlocked();
                clock.setRate(1_000_000);
              }));

      assertThat(clock.elapsed()).isGreaterThanOrEqualTo(ofSeconds(1000));
    }
  }

  @Nested
  class Jumping_by_itself {
    private final VirtualClock clock = VirtualClock.create().autojump();
    private final List<String> events = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @EnumSource
    @Tag("T533")
    void each_sleep_ends_at_exactly_its_time(RunMode mode) {
      Trio.run(
          options(mode),
          () -> {
            for (int seconds = 0; seconds < 100; seconds += 10) {
              TrioTime before = Trio.currentTime();
              Trio.sleep(ofSeconds(seconds));
              assertThat(before.until(Trio.currentTime())).isEqualTo(ofSeconds(seconds));
            }
          });

      assertThat(clock.elapsed()).isEqualTo(ofSeconds(450));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("T534")
    void waiters_for_idleness_come_before_a_jump(RunMode mode) {
      clock.autojump(ofMillis(20));

      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                nursery.startSoon(() -> Trio.sleep(ofSeconds(10)));
                Testing.waitAllTasksBlocked();
                assertThat(clock.elapsed()).isEqualTo(ZERO);
                Testing.waitAllTasksBlocked(ofMillis(10));
                assertThat(clock.elapsed()).isEqualTo(ZERO);
                nursery.cancel();
              }));
    }

    @Test
    @Tag("T537")
    void a_cushion_passes_in_real_time() {
      clock.autojump(ofMillis(1));

      Trio.run(options(RunMode.PARALLEL), () -> Trio.sleep(ofSeconds(10_000)));

      assertThat(clock.elapsed()).isEqualTo(ofSeconds(10_000));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("T538")
    void a_waiter_without_cushion_is_served_first(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                nursery.startSoon(() -> sleeper());
                nursery.startSoon(() -> {
                  Testing.waitAllTasksBlocked();
                  events.add("waiter woke");
                  Trio.sleep(ofSeconds(1000));
                  events.add("waiter done");
                });
              }));

      assertThat(events).containsExactly("waiter woke", "yawn", "waiter done");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("T539")
    void a_jump_waits_for_the_waiter_s_cushion(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                nursery.startSoon(() -> sleeper());
                nursery.startSoon(() -> {
                  Testing.waitAllTasksBlocked(ofMillis(50));
                  events.add("waiter done");
                });
              }));

      assertThat(events).containsExactly("waiter done", "yawn");
    }

    private void sleeper() {
      Trio.sleep(ofSeconds(100));
      events.add("yawn");
    }

    @ParameterizedTest
    @EnumSource
    void a_deadline_is_jumped_to_like_a_sleep(RunMode mode) {
      Trio.run(options(mode), () -> CancelScope.moveOnAfter(ofHours(1), () -> Trio.sleepForever()));

      assertThat(clock.elapsed()).isEqualTo(ofHours(1));
    }

    @Test
    void told_to_jump_while_the_run_is_idle_it_jumps() {
      VirtualClock still = VirtualClock.create();
      try (RunHandle run = Trio.start(RunOptions.cooperative().withClock(still))) {
        CountDownLatch asleep = new CountDownLatch(1);
        run.startSoon(() -> {
          Testing.waitAllTasksBlocked();
          asleep.countDown();
        });
        var task = run.startSoon(() -> Trio.sleep(ofSeconds(5)));
        awaitUninterrupted(asleep);

        still.autojump();

        run.run(() -> task.join());
        assertThat(still.elapsed()).isEqualTo(ofSeconds(5));
      }
    }

    @Test
    void told_not_to_jump_it_stands_still() {
      clock.autojumpOff();

      assertThat(clock.idleCushionNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void it_never_jumps_to_a_deadline_that_stands_for_none() {
      assertThat(clock.idle(Long.MAX_VALUE)).isFalse();
      assertThat(clock.idle(Long.MAX_VALUE - 1)).isFalse();
      assertThat(clock.elapsed()).isEqualTo(ZERO);
    }

    private RunOptions options(RunMode mode) {
      return RunOptions.defaults().withMode(mode).withSeed(1).withClock(clock);
    }
  }

  @Nested
  class In_use {
    @Test
    void it_serves_one_run_at_a_time() {
      VirtualClock clock = VirtualClock.create();
      RunOptions options = RunOptions.defaults().withClock(clock);

      Trio.run(
          options,
          () ->
              assertThatThrownBy(() -> clock.attach(() -> {}))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessage(
                      "VirtualClock[t+PT0S, rate 0.0, in use] is in use. A clock serves one run at"
                          + " a time: create another."));
      Trio.run(options, () -> clock.jump(ofSeconds(1)));
      Trio.run(options, () -> assertThat(Trio.currentTime()).isEqualTo(clock.now()));
    }

    @Test
    void nested_runs_share_it() {
      VirtualClock clock = VirtualClock.create().autojump();
      RunOptions options = RunOptions.defaults().withClock(clock);

      Trio.run(options, () -> Trio.run(options, () -> Trio.sleep(ofSeconds(7))));

      assertThat(clock.elapsed()).isEqualTo(ofSeconds(7));
    }

    @Test
    @Tag("T536")
    @Tag("T540")
    void another_clock_affects_nothing() {
      VirtualClock clock = VirtualClock.create().autojump();

      Trio.run(
          RunOptions.defaults().withClock(clock),
          () -> {
            VirtualClock other = VirtualClock.create().autojump(ofMillis(10));
            other.setRate(5);
            other.jump(ofSeconds(5));
            Testing.waitAllTasksBlocked(ofMillis(15));
            assertThat(clock.elapsed()).isEqualTo(ZERO);
            Trio.sleep(ofSeconds(100_000));
          });

      assertThat(clock.elapsed()).isEqualTo(ofSeconds(100_000));
    }
  }

  @Nested
  class Used_by_many_threads {
    @Test
    void no_jump_is_lost() throws InterruptedException {
      VirtualClock clock = VirtualClock.create();

      inThreads(() -> {
        for (int i = 0; i < 1000; i++) {
          clock.jump(Duration.ofNanos(1));
        }
      });

      assertThat(clock.nanoTime()).isEqualTo(4000);
    }

    @Test
    void it_never_goes_back() throws InterruptedException {
      VirtualClock clock = VirtualClock.create();
      List<String> backward = new CopyOnWriteArrayList<>();

      inThreads(() -> {
        long before = 0;
        for (int i = 0; i < 2000; i++) {
          clock.setRate(i % 3 == 0 ? 0 : 1000.0 / i);
          long now = clock.nanoTime();
          if (now < before) {
            backward.add(before + " to " + now);
          }
          before = now;
        }
      });

      assertThat(backward).isEmpty();
    }

    private void inThreads(Runnable work) throws InterruptedException {
      List<Thread> threads = new ArrayList<>();
      AtomicInteger done = new AtomicInteger();
      for (int i = 0; i < 4; i++) {
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  work.run();
                  done.incrementAndGet();
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(done).as("threads that did not die of an exception").hasValue(4);
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
