package io.trio4j.combinators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelReason;
import io.trio4j.CancelScope;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.Outcome;
import io.trio4j.RunMode;
import io.trio4j.ScopeOptions;
import io.trio4j.Task;
import io.trio4j.TaskCancelledException;
import io.trio4j.Trio;
import io.trio4j.support.Until;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GatherTest {
  private final Lab lab = new Lab();
  private final IOException failure = new IOException("planted");

  @Nested
  class All {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void gives_the_values_in_the_order_of_the_bodies(RunMode mode) {
      List<String> values =
          lab.call(
              mode,
              () -> Tasks.all(lab.value(30, "slow"), lab.value(10, "fast"), lab.value(20, "so")));

      assertThat(values).containsExactly("slow", "fast", "so");
      assertThat(lab.mostAtOnce()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void gives_null_where_a_body_does(RunMode mode) {
      List<@Nullable String> values =
          lab.call(mode, () -> Tasks.<@Nullable String>all(() -> null, () -> "x"));

      assertThat(values).containsExactly(null, "x");
      assertThatThrownBy(() -> values.set(0, "y"))
          .isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void of_nothing_is_nothing_and_a_checkpoint(RunMode mode) {
      lab.run(
          mode,
          () -> {
            assertThat(Tasks.all(List.<Callable<String>>of())).isEmpty();
            assertThat(
                    CancelScope.run(
                            scope -> {
                              scope.cancel();
                              Tasks.all(List.<Callable<String>>of());
                            })
                        .cancelledCaught())
                .isTrue();
          });
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void in_a_cancelled_scope_begins_no_body(RunMode mode) {
      lab.run(
          mode,
          () ->
              CancelScope.run(scope -> {
                scope.cancel();
                Tasks.all(() -> lab.log.add("began"));
              }));

      assertThat(lab.log).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void cancels_the_others_when_one_fails(RunMode mode) {
      ExceptionGroup group =
          lab.group(mode, () -> Tasks.all(lab.stuck("other"), lab.failing(10, failure)));

      assertThat(group.errors()).containsExactly(failure);
      assertThat(group.branches().getFirst().task()).isEqualTo("main/all/1");
      assertThat(group).hasMessage("all: 1 of its tasks failed (IOException)");
      assertThat(lab.log).containsExactly("other cancelled");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void throws_what_fails_while_it_is_cancelled_as_well(RunMode mode) {
      Exception late = new IllegalStateException("late");

      ExceptionGroup group =
          lab.group(
              mode, () -> Tasks.all(lab.failing(10, failure), lab.failingWhenCancelled(late)));

      assertThat(group.errors()).containsExactly(failure, late);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void waits_for_a_body_that_does_not_notice_its_cancel(RunMode mode) {
      lab.run(
          mode,
          () -> {
            assertThatThrownBy(() -> Tasks.all(lab.failing(10, failure), lab.shielded(50, "late")))
                .isInstanceOf(ExceptionGroup.class);
            assertThat(Lab.now()).isEqualTo(50);
          });
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void tells_of_a_body_that_cancelled_itself_when_the_others_have_ended(RunMode mode) {
      lab.run(
          mode,
          () -> {
            ExceptionGroup group =
                Lab.groupOf(() -> Tasks.all(lab.cancellingItself(10), lab.value(20, "there")));

            assertThat(group.errors())
                .singleElement()
                .isInstanceOfSatisfying(
                    TaskCancelledException.class,
                    error -> assertThat(error.reason().text()).isEqualTo("myself"));
            assertThat(Lab.now()).isEqualTo(20);
          });
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void is_cancelled_from_outside_as_a_whole(RunMode mode) {
      lab.run(
          mode,
          () -> {
            CancelScope scope =
                CancelScope.moveOnAfter(
                    Duration.ofMillis(10),
                    () -> Tasks.all(lab.stuck("a"), lab.stuck("b"), lab.value(1, "done")));

            assertThat(scope.cancelledCaught()).isTrue();
            assertThat(lab.log).containsExactlyInAnyOrder("a cancelled", "b cancelled");
            assertThat(Lab.now()).isEqualTo(10);
          });
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void keeps_its_values_if_a_cancel_comes_too_late_for_all_bodies(RunMode mode) {
      lab.run(
          mode,
          () -> {
            CancelScope scope =
                CancelScope.moveOnAfter(
                    Duration.ofMillis(10),
                    () ->
                        assertThat(Tasks.all(lab.shielded(20, "a"), lab.value(5, "b")))
                            .containsExactly("a", "b"));

            assertThat(scope.cancelledCaught()).isFalse();
          });
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void takes_bodies_without_a_value(RunMode mode) {
      lab.run(mode, () -> Tasks.all(() -> Lab.sleep(10), () -> lab.log.clear()));
      ExceptionGroup group =
          lab.group(
              mode,
              () ->
                  Tasks.all(
                      () -> Lab.sleep(10),
                      () -> {
                        Lab.sleep(5);
                        if (lab.log.isEmpty()) {
                          throw failure;
                        }
                      }));

      assertThat(group.errors()).containsExactly(failure);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void names_its_tasks(RunMode mode) {
      List<String> paths =
          lab.call(mode, () -> Tasks.all(() -> Task.current().path(), () -> Task.current().path()));

      assertThat(paths).containsExactly("main/all/0", "main/all/1");
    }
  }

  @Nested
  class All_settled {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void gives_every_outcome_and_cancels_nothing(RunMode mode) {
      Error error = new AssertionError("planted");

      List<Outcome<String>> outcomes =
          lab.call(
              mode,
              () ->
                  Tasks.allSettled(
                      lab.failing(10, failure),
                      lab.value(40, "there"),
                      lab.failing(20, error),
                      lab.cancellingItself(30)));

      assertThat(outcomes.subList(0, 3))
          .containsExactly(
              new Outcome.Failure<>(failure),
              new Outcome.Success<>("there"),
              new Outcome.Failure<>(error));
      assertThat(outcomes.get(3))
          .isInstanceOfSatisfying(
              Outcome.Stopped.class,
              stopped ->
                  assertThat(stopped.reason()).extracting(CancelReason::text).isEqualTo("myself"));
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void of_nothing_is_nothing_and_a_checkpoint(RunMode mode) {
      lab.run(
          mode,
          () -> {
            assertThat(Tasks.allSettled(List.<Callable<String>>of())).isEmpty();
            assertThat(
                    CancelScope.run(
                            scope -> {
                              scope.cancel();
                              Tasks.allSettled(() -> lab.log.add("began"));
                            })
                        .cancelledCaught())
                .isTrue();
            assertThat(lab.log).isEmpty();
          });
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void lets_a_cancel_from_outside_through(RunMode mode) {
      lab.run(
          mode,
          () -> {
            CancelScope scope =
                CancelScope.moveOnAfter(
                    Duration.ofMillis(10),
                    () -> Tasks.allSettled(lab.failing(5, failure), lab.stuck("b")));

            assertThat(scope.cancelledCaught()).isTrue();
          });
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void loses_no_failure_that_comes_when_nobody_gets_the_outcomes_any_more(RunMode mode) {
      ExceptionGroup group =
          lab.group(
              mode,
              () ->
                  CancelScope.moveOnAfter(
                      Duration.ofMillis(10),
                      () -> Tasks.allSettled(lab.failingWhenCancelled(failure), lab.stuck("b"))));

      assertThat(group.errors()).containsExactly(failure);
    }

    @Test
    void takes_the_interrupt_that_ends_blocking_code_for_the_cancel_it_is() {
      CompletableFuture<Thread> blocked = new CompletableFuture<>();
      CancelScope scope = CancelScope.of(ScopeOptions.defaults());
      Trio.run(() ->
          Nursery.run(nursery -> {
            nursery.startSoon(() ->
                scope.enter(() -> {
                  Tasks.allSettled(blocking(blocked));
                }));
            Until.isBlocked(blocked.join());
            scope.cancel();
          }));

      assertThat(scope.cancelledCaught()).isTrue();
    }

    private static Callable<String> blocking(CompletableFuture<Thread> started) {
      return () -> {
        started.complete(Thread.currentThread());
        return new LinkedBlockingQueue<String>().take();
      };
    }
  }
}
