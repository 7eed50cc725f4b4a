package io.trio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.trio4j.internal.run.Seams;
import io.trio4j.internal.time.RealTime;
import io.trio4j.lowlevel.WaitToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must not break a run: dying children, failing starts, deep and wide trees. */
class HardshipTest {
  static RunOptions options(RunMode mode) {
    return RunOptions.defaults().withMode(mode).withSeed(1);
  }

  @Nested
  class A_child_that_dies_of_an_error {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void by_out_of_memory_cancels_its_siblings_and_is_a_member_of_the_group(RunMode mode) {
      OutOfMemoryError dead = new OutOfMemoryError("planted");

      Throwable thrown =
          catchThrowable(() ->
              Trio.run(
                  options(mode),
                  () ->
                      Nursery.run(nursery -> {
                        nursery.startSoon("sleeper", () -> Trio.sleepForever());
                        nursery.startSoon(
                            "hog",
                            () -> {
                              throw dead;
                            });
                      })));

      assertThat(thrown).isInstanceOf(ExceptionGroup.class);
      assertThat(((ExceptionGroup) thrown).errors()).containsExactly(dead);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void by_stack_overflow_cancels_its_siblings_and_is_a_member_of_the_group(RunMode mode) {
      Throwable thrown =
          catchThrowable(() ->
              Trio.run(
                  options(mode),
                  () ->
                      Nursery.run(nursery -> {
                        nursery.startSoon("sleeper", () -> Trio.sleepForever());
                        nursery.startSoon("deep", () -> overflow(0));
                      })));

      assertThat(((ExceptionGroup) thrown).errors().getFirst())
          .isInstanceOf(StackOverflowError.class);
    }

    private int overflow(int depth) {
      return CancelScope.call(_ -> overflow(depth + 1)) + 1;
    }
  }

  @Nested
  class An_abort_function {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_throws_ends_the_run_with_an_internal_error_and_the_others_are_woken(RunMode mode) {
      AtomicInteger woken = new AtomicInteger();
      IllegalStateException planted = new IllegalStateException("planted");

      assertThatThrownBy(() ->
              Trio.run(
                  options(mode),
                  () ->
                      Nursery.run(nursery -> {
                        nursery.startSoon(() -> parkWith(planted));
                        nursery.startSoon(() -> sleepAndCount(woken));
                        Trio.sleep(Duration.ofMillis(5));
                        nursery.cancel();
                      })))
          .isInstanceOf(TrioInternalError.class)
          .hasCause(planted);
      assertThat(woken).hasValue(1);
    }

    private void parkWith(RuntimeException planted) {
      WaitToken.create("nothing")
          .park(() -> {
            throw planted;
          });
    }

    private void sleepAndCount(AtomicInteger woken) {
      try {
        Trio.sleepForever();
      } finally {
        woken.incrementAndGet();
      }
    }
  }

  @Nested
  class A_thread_that_can_not_be_started {
    @Test
    void fails_its_task_alone_and_those_behind_it_in_the_chain_run() {
      Seams before = Seams.current();
      AtomicInteger ran = new AtomicInteger();
      ThreadFactory broken =
          new ThreadFactory() {
            private int made;

            @Override
            public synchronized Thread newThread(Runnable body) {
              Thread thread = Thread.ofVirtual().unstarted(++made == 3 ? () -> {} : body);
              if (made == 3) {
                thread.start();
              }
              return thread;
            }
          };
      Seams.replace(new Seams(broken, before.parker(), before.engine()));
      try {
        Throwable thrown =
            catchThrowable(() ->
                Trio.run(() ->
                    Nursery.run(nursery -> {
                      for (int i = 0; i < 5; i++) {
                        nursery.startSoon("child-" + i, ran::incrementAndGet);
                      }
                    })));
        assertThat(((ExceptionGroup) thrown).errors())
            .singleElement()
            .isInstanceOf(IllegalThreadStateException.class);
        assertThat(ran.get()).isBetween(1, 4);
      } finally {
        Seams.replace(before);
      }
    }
  }

  @Nested
  class Deep_and_wide {
    @Test
    void a_thousand_nested_scopes_fit_on_a_default_stack_of_a_platform_thread() throws Exception {
      int[] depth = new int[1];

      Trio.run(() -> nest(1_000, depth));

      assertThat(depth[0]).isEqualTo(1_000);
    }

    private void nest(int left, int[] depth) {
      if (left == 0) {
        return;
      }
      depth[0]++;
      CancelScope.moveOnAfter(Duration.ofSeconds(60), () -> nest(left - 1, depth));
    }

    @Test
    void a_scope_costs_at_most_two_frames_of_the_library() {
      List<StackTraceElement> frames = new ArrayList<>();

      Trio.run(() ->
          CancelScope.moveOnAfter(
              Duration.ofSeconds(60),
              () ->
                  CancelScope.failAfter(
                      Duration.ofSeconds(60),
                      () -> frames.addAll(List.of(new Throwable().getStackTrace())))));

      List<String> between = new ArrayList<>();
      for (StackTraceElement frame : frames.subList(1, frames.size())) {
        if (frame.getClassName().contains("HardshipTest")) {
          break;
        }
        between.add(frame.toString());
      }
      assertThat(between).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void a_million_children_end_and_are_forgotten() {
      AtomicInteger ended = new AtomicInteger();

      Trio.run(() ->
          Nursery.run(nursery -> {
            for (int i = 0; i < 1_000_000; i++) {
              nursery.startSoon(ended::incrementAndGet);
            }
          }));

      assertThat(ended).hasValue(1_000_000);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void a_body_that_ignores_its_cancel_is_waited_for(RunMode mode) {
      AtomicInteger rounds = new AtomicInteger();

      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                nursery.startSoon(() -> {
                  for (int i = 0; i < 3; i++) {
                    try {
                      Trio.sleepForever();
                    } catch (Cancelled _) {
                      rounds.incrementAndGet(); // on purpose: swallowed, and reported
                    }
                  }
                });
                nursery.cancel();
              }));

      assertThat(rounds).hasValue(3);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void no_timer_entry_is_left_when_time_outs_do_not_fire(RunMode mode) {
      int before = RealTime.instance().timer().pendingCount();

      Trio.run(
          options(mode),
          () -> {
            for (int i = 0; i < 1_000; i++) {
              CancelScope.failAfter(Duration.ofHours(1), () -> Trio.checkpoint());
              CancelScope.moveOnAfter(Duration.ZERO, () -> Trio.sleep(Duration.ofHours(1)));
            }
          });

      assertThat(RealTime.instance().timer().pendingCount()).isLessThanOrEqualTo(before);
    }
  }
}
