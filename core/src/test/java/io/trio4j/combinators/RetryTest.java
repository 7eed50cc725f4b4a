package io.trio4j.combinators;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.trio4j.Call;
import io.trio4j.CancelScope;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.ScopeOptions;
import io.trio4j.TaskInterruptedException;
import io.trio4j.TooSlowException;
import io.trio4j.Trio;
import io.trio4j.support.Modes;
import io.trio4j.support.Until;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RetryTest {
  private static final Schedule EACH_10_MS = Schedule.constant(ofMillis(10));

  private final Lab lab = new Lab();
  private final List<Long> begun = new ArrayList<>();

  /// Fails so many times, then succeeds.
  private String flaky(int failures) throws IOException {
    begun.add(Lab.now());
    if (begun.size() <= failures) {
      throw new IOException("attempt " + begun.size());
    }
    return "there";
  }

  @Nested
  class Retry {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void ends_with_the_first_success(RunMode mode) throws IOException {
      String value = lab.call(mode, () -> Tasks.retry(EACH_10_MS, () -> flaky(2)));

      assertThat(value).isEqualTo("there");
      assertThat(begun).containsExactly(0L, 10L, 20L);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void throws_the_last_failure_when_the_schedule_ends(RunMode mode) {
      IOException last =
          lab.thrown(
              mode, IOException.class, () -> Tasks.retry(EACH_10_MS.upTo(3), () -> flaky(9)));

      assertThat(last).hasMessage("attempt 3");
      assertThat(last.getSuppressed())
          .extracting(Throwable::getMessage)
          .containsExactly("attempt 1", "attempt 2");
      assertThat(begun).containsExactly(0L, 10L, 20L);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void keeps_the_first_and_the_latest_failures_only(RunMode mode) {
      IOException last =
          lab.thrown(
              mode, IOException.class, () -> Tasks.retry(EACH_10_MS.upTo(20), () -> flaky(99)));

      assertThat(last.getSuppressed())
          .extracting(Throwable::getMessage)
          .startsWith("attempt 1", "attempt 13")
          .endsWith("attempt 19")
          .hasSize(8);
    }

    @Test
    void does_not_suppress_an_exception_in_itself() {
      IOException same = new IOException("always the same object");

      IOException last =
          lab.thrown(
              RunMode.DETERMINISTIC,
              IOException.class,
              () ->
                  Tasks.retry(
                      EACH_10_MS.upTo(3),
                      () -> {
                        throw same;
                      }));

      assertThat(last).isSameAs(same).hasNoSuppressedExceptions();
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void does_not_sleep_beyond_the_deadline_but_fails_at_once(RunMode mode) {
      lab.run(
          mode,
          () -> {
            Throwable thrown =
                catchThrowable(() ->
                    CancelScope.failAfter(
                        ofMillis(30), () -> Tasks.retry(EACH_10_MS, () -> flaky(99))));

            assertThat(thrown).isInstanceOf(IOException.class).hasMessage("attempt 3");
            assertThat(begun)
                .as("an attempt at 30 would be cut at once")
                .containsExactly(0L, 10L, 20L);
            assertThat(Lab.now()).isEqualTo(20);
          });
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void looks_at_the_deadline_that_a_shield_lets_through_only(RunMode mode) throws IOException {
      String value =
          lab.call(
              mode,
              () ->
                  CancelScope.failAfter(
                      ofMillis(15),
                      () ->
                          CancelScope.<String, IOException>shielded(
                              () -> Tasks.retry(EACH_10_MS, () -> flaky(3)))));

      assertThat(value).isEqualTo("there");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void counts_a_time_out_of_one_attempt_as_its_failure(RunMode mode) {
      lab.run(
          mode,
          () -> {
            assertThatThrownBy(() ->
                    Tasks.retry(
                        EACH_10_MS.upTo(2),
                        () -> {
                          begun.add(Lab.now());
                          CancelScope.failAfter(ofMillis(5), () -> Trio.sleepForever());
                        }))
                .isInstanceOf(TooSlowException.class);
            assertThat(begun).containsExactly(0L, 15L);
          });
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void asks_what_is_worth_a_retry(RunMode mode) {
      IOException last =
          lab.thrown(
              mode,
              IOException.class,
              () ->
                  Tasks.retry(
                      EACH_10_MS,
                      failure -> {
                        lab.log.add("asked of " + failure.getMessage());
                        return !String.valueOf(failure).endsWith("2");
                      },
                      () -> flaky(9)));

      assertThat(last).hasMessage("attempt 2");
      assertThat(lab.log).containsExactly("asked of attempt 1", "asked of attempt 2");
    }

    @Test
    void loses_no_failure_if_the_question_itself_fails() {
      IllegalStateException broken = new IllegalStateException("predicate");

      IllegalStateException thrown =
          lab.thrown(
              RunMode.DETERMINISTIC,
              IllegalStateException.class,
              () ->
                  Tasks.retry(
                      EACH_10_MS,
                      _ -> {
                        throw broken;
                      },
                      () -> flaky(9)));

      assertThat(thrown).isSameAs(broken);
      assertThat(thrown.getSuppressed())
          .singleElement()
          .satisfies(failure -> assertThat(failure).hasMessage("attempt 1"));
    }

    static List<Throwable> notForRetry() {
      return List.of(
          new AssertionError("planted"),
          ExceptionGroup.of("inner", new IOException(), new StackOverflowError("planted")),
          new InterruptedException("planted"),
          new TaskInterruptedException("planted"));
    }

    @ParameterizedTest
    @MethodSource("notForRetry")
    void throws_at_once_what_is_no_ordinary_failure(Throwable failure) {
      Throwable thrown =
          lab.thrown(
              RunMode.DETERMINISTIC,
              Throwable.class,
              () ->
                  Tasks.retry(
                      EACH_10_MS,
                      () -> {
                        begun.add(Lab.now());
                        throw Lab.<RuntimeException>sneaky(failure);
                      }));

      assertThat(thrown).isSameAs(failure);
      assertThat(begun).hasSize(1);
    }

    @Test
    @SuppressWarnings("NullAway") // it is about a caller without such a check
    void without_a_body_is_refused_and_not_tried_again() {
      Call<String, IOException> none = null;

      assertThatThrownBy(() ->
              Trio.run(Modes.options(RunMode.DETERMINISTIC), () -> Tasks.retry(EACH_10_MS, none)))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("body");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void is_cancelled_in_its_wait(RunMode mode) {
      lab.run(
          mode,
          () ->
              CancelScope.run(scope ->
                  Nursery.run(nursery -> {
                    nursery.startSoon(() -> {
                      Lab.sleep(15);
                      scope.cancel();
                    });
                    Tasks.retry(EACH_10_MS, () -> flaky(9));
                  })));

      assertThat(begun).containsExactly(0L, 10L);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void in_a_cancelled_scope_makes_no_attempt(RunMode mode) throws IOException {
      lab.run(
          mode,
          () ->
              CancelScope.<IOException>run(scope -> {
                scope.cancel();
                Tasks.retry(EACH_10_MS, () -> flaky(0));
              }));

      assertThat(begun).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void throws_what_fails_because_of_a_cancel(RunMode mode) {
      IOException failure = new IOException("planted");
      IOException thrown =
          lab.thrown(
              mode,
              IOException.class,
              () ->
                  CancelScope.moveOnAfter(
                      ofMillis(5),
                      () ->
                          Tasks.retry(EACH_10_MS, () -> lab.failingWhenCancelled(failure).call())));

      assertThat(thrown).isSameAs(failure);
    }

    @Test
    void takes_the_interrupt_that_ends_blocking_code_for_the_cancel_it_is() {
      CompletableFuture<Thread> blocked = new CompletableFuture<>();
      CancelScope scope = CancelScope.of(ScopeOptions.defaults());
      Trio.run(() ->
          Nursery.run(nursery -> {
            nursery.startSoon(() ->
                scope.enter(() ->
                    Tasks.retry(
                        EACH_10_MS,
                        () -> {
                          blocked.complete(Thread.currentThread());
                          new LinkedBlockingQueue<String>().take();
                        })));
            Until.isBlocked(blocked.join());
            scope.cancel();
          }));

      assertThat(scope.cancelledCaught()).isTrue();
    }
  }

  @Nested
  class Repeat {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void gives_the_last_value_when_the_schedule_ends(RunMode mode) {
      int last =
          lab.call(
              mode,
              () ->
                  Tasks.repeat(
                      EACH_10_MS.upTo(3),
                      () -> {
                        begun.add(Lab.now());
                        Lab.sleep(5);
                        return begun.size();
                      }));

      assertThat(last).isEqualTo(3);
      assertThat(begun).containsExactly(0L, 15L, 30L);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void ends_with_the_first_failure(RunMode mode) {
      IOException thrown =
          lab.thrown(
              mode,
              IOException.class,
              () ->
                  Tasks.repeat(
                      EACH_10_MS,
                      () -> {
                        begun.add(Lab.now());
                        if (begun.size() == 2) {
                          throw new IOException("planted");
                        }
                      }));

      assertThat(thrown).hasMessage("planted").hasNoSuppressedExceptions();
      assertThat(begun).containsExactly(0L, 10L);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void goes_on_until_it_is_cancelled(RunMode mode) {
      lab.run(
          mode,
          () ->
              CancelScope.moveOnAfter(
                  ofMillis(25), () -> Tasks.repeat(EACH_10_MS, () -> begun.add(Lab.now()))));

      assertThat(begun).containsExactly(0L, 10L, 20L);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void lets_others_run_even_without_a_wait(RunMode mode) {
      String other =
          lab.call(
              mode,
              () ->
                  Tasks.race(
                      () -> Tasks.repeat(Schedule.constant(Duration.ZERO), () -> "never"),
                      () -> "other"));

      assertThat(other).isEqualTo("other");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void in_a_cancelled_scope_does_not_begin(RunMode mode) {
      lab.run(
          mode,
          () ->
              CancelScope.run(scope -> {
                scope.cancel();
                Tasks.repeat(EACH_10_MS.upTo(2), () -> begun.add(Lab.now()));
              }));

      assertThat(begun).isEmpty();
    }
  }
}
