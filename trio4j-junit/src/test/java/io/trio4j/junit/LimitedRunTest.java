package io.trio4j.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.Trio;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LimitedRunTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void work_in_time_is_all_there_is() throws Throwable {
    LimitedRun limited = new LimitedRun("test", LONG);
    AtomicReference<Thread> worker = new AtomicReference<>();

    limited.call(() -> worker.set(Thread.currentThread()));

    assertThat(worker.get()).isNotSameAs(Thread.currentThread());
    assertThat(worker.get().isAlive()).isFalse();
    assertThat(limited.wasCancelled()).isFalse();
  }

  @Test
  void what_the_work_throws_is_thrown() {
    IOException planted = new IOException("planted");

    assertThatThrownBy(() ->
            new LimitedRun("test", LONG)
                .call(() -> {
                  throw planted;
                }))
        .isSameAs(planted);
  }

  @Test
  void work_that_takes_too_long_is_cancelled() {
    LimitedRun limited = new LimitedRun("test", Duration.ZERO);

    assertThatThrownBy(() -> limited.call(() -> Trio.run(() -> Trio.sleepForever())))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "test took longer than PT0S of real time and was cancelled. What it was doing:\n");
    assertThat(limited.wasCancelled()).isTrue();
  }

  @Test
  void work_that_can_t_be_cancelled_is_left_behind() {
    CountDownLatch release = new CountDownLatch(1);
    LimitedRun limited = new LimitedRun("test", Duration.ZERO, Duration.ofMillis(1));

    assertThatThrownBy(() -> limited.call(() -> awaitStubbornly(release)))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "test took longer than PT0S of real time, was cancelled, and has not ended PT0.001S"
                + " later: something in it can't be cancelled. It is left behind:\n");

    release.countDown();
  }

  private static void awaitStubbornly(CountDownLatch latch) {
    boolean waits = true;
    while (waits) {
      try {
        latch.await();
        waits = false;
      } catch (InterruptedException _) {
        waits = true;
      }
    }
  }

  @Test
  void an_interrupt_of_the_caller_cancels_the_work() {
    CountDownLatch never = new CountDownLatch(1);
    AtomicReference<Throwable> seen = new AtomicReference<>();
    LimitedRun limited = new LimitedRun("test", LONG);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> limited.call(() -> awaitNoting(never, seen)))
        .isInstanceOf(InterruptedException.class);

    assertThat(seen.get()).isInstanceOf(InterruptedException.class);
    assertThat(limited.wasCancelled()).isTrue();
  }

  private static void awaitNoting(CountDownLatch latch, AtomicReference<Throwable> seen)
      throws InterruptedException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      seen.set(e);
      throw e;
    }
  }
}
