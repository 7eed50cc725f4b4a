package io.trio4j.combinators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.ExceptionGroup;
import io.trio4j.NoResultException;
import io.trio4j.RunMode;
import io.trio4j.support.Logged;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RaceTest {
  private final Lab lab = new Lab();
  private final IOException failure = new IOException("planted");
  private final List<String> unused = Collections.synchronizedList(new ArrayList<>());

  @Nested
  class A_race {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void gives_the_first_value_and_cancels_the_others(RunMode mode) {
      lab.run(
          mode,
          () -> {
            String first = Tasks.race(lab.value(30, "slow"), lab.value(10, "fast"), lab.stuck("x"));

            assertThat(first).isEqualTo("fast");
            assertThat(Lab.now()).isEqualTo(10);
            assertThat(lab.log).containsExactly("x cancelled");
          });
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void is_won_by_null_too(RunMode mode) {
      @Nullable String first =
          lab.<@Nullable String, RuntimeException>call(
              mode, () -> Tasks.race(lab.<@Nullable String>value(10, null), lab.stuck("x")));

      assertThat(first).isNull();
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void throws_the_failure_that_came_first(RunMode mode) {
      ExceptionGroup group =
          lab.group(mode, () -> Tasks.race(lab.failing(10, failure), lab.value(20, "late")));

      assertThat(group.errors()).containsExactly(failure);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void throws_a_failure_that_came_after_the_winner(RunMode mode) {
      ExceptionGroup group =
          lab.group(
              mode,
              () ->
                  Tasks.race(
                      List.of(lab.value(10, "first"), lab.failingWhenCancelled(failure)),
                      unused::add));

      assertThat(group.errors()).containsExactly(failure);
      assertThat(unused).containsExactly("first");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void hands_the_values_nobody_gets_to_the_hook(RunMode mode) {
      String first =
          lab.call(
              mode,
              () ->
                  Tasks.race(
                      List.of(lab.value(10, "first"), lab.shielded(20, "second")), unused::add));

      assertThat(first).isEqualTo("first");
      assertThat(unused).containsExactly("second");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void throws_what_the_hook_throws(RunMode mode) {
      IllegalStateException broken = new IllegalStateException("hook");

      ExceptionGroup group =
          lab.group(
              mode,
              () ->
                  Tasks.race(
                      List.of(lab.value(10, "first"), lab.shielded(20, "second")),
                      value -> {
                        throw broken;
                      }));

      assertThat(group.errors()).containsExactly(broken);
      assertThat(group.getSuppressed()).contains(broken);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void goes_on_without_a_body_that_cancelled_itself(RunMode mode) {
      lab.run(
          mode,
          () -> {
            assertThat(Tasks.race(lab.cancellingItself(5), lab.value(10, "there")))
                .isEqualTo("there");
            assertThatThrownBy(() -> Tasks.race(lab.cancellingItself(5)))
                .isInstanceOf(NoResultException.class)
                .hasMessage(
                    "race has no value: each of its bodies cancelled its own task before it had"
                        + " one.");
          });
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_is_cancelled_gives_the_winner_s_value_back(RunMode mode) {
      lab.run(
          mode,
          () -> {
            CancelScope scope =
                CancelScope.moveOnAfter(
                    Duration.ofMillis(20),
                    () ->
                        Tasks.race(
                            List.of(
                                lab.value(10, "first"), lab.stuck("x"), lab.shielded(30, "second")),
                            unused::add));

            assertThat(scope.cancelledCaught()).isTrue();
            assertThat(unused).containsExactly("second", "first");
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
                Tasks.race(() -> lab.log.add("began"));
              }));

      assertThat(lab.log).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void takes_bodies_without_a_value(RunMode mode) {
      lab.run(
          mode,
          () -> {
            Tasks.race(() -> Lab.sleep(10), () -> Lab.sleep(20));
            assertThat(Lab.now()).isEqualTo(10);
          });
    }

    @Test
    void needs_a_body() {
      assertThatThrownBy(() -> Tasks.race(List.<Callable<String>>of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "bodies must not be empty: without any nobody can win. Check before the call.");
    }
  }

  @Nested
  class Any {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void gives_the_first_success(RunMode mode) {
      lab.run(
          mode,
          () -> {
            String value =
                Tasks.any(
                    lab.failing(5, failure),
                    lab.value(10, "there"),
                    lab.failingWhenCancelled(failure),
                    lab.stuck("x"));

            assertThat(value).isEqualTo("there");
            assertThat(Lab.now()).isEqualTo(10);
          });
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void throws_all_failures_in_their_order_if_nothing_succeeds(RunMode mode) {
      Exception second = new IllegalStateException("second");

      ExceptionGroup group =
          lab.group(mode, () -> Tasks.any(lab.failing(20, second), lab.failing(10, failure)));

      assertThat(group.errors()).containsExactly(failure, second);
      assertThat(group.branches())
          .extracting(ExceptionGroup.Branch::task)
          .containsExactly("main/any/1", "main/any/0");
      assertThat(group)
          .hasMessage("any: 2 of its tasks failed (IOException, IllegalStateException)");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void does_not_make_up_for_an_error(RunMode mode) {
      Error error = new AssertionError("planted");

      ExceptionGroup group =
          lab.group(
              mode,
              () -> Tasks.any(lab.failing(5, failure), lab.failing(10, error), lab.stuck("x")));

      assertThat(group.errors()).containsExactly(error);
      assertThat(group.getSuppressed()).containsExactly(failure);
      assertThat(lab.log).containsExactly("x cancelled");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void does_not_make_up_for_an_error_in_a_group(RunMode mode) {
      ExceptionGroup inner = ExceptionGroup.of("inner", new AssertionError("planted"));

      ExceptionGroup group =
          lab.group(mode, () -> Tasks.any(lab.failing(5, inner), lab.value(10, "late")));

      assertThat(group.errors()).containsExactly(inner);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void loses_no_failure_that_comes_of_a_cancel_from_outside(RunMode mode) {
      ExceptionGroup group =
          lab.group(
              mode,
              () ->
                  CancelScope.moveOnAfter(
                      Duration.ofMillis(10),
                      () -> Tasks.any(lab.failingWhenCancelled(failure), lab.stuck("x"))));

      assertThat(group.errors()).containsExactly(failure);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void takes_no_failure_of_a_loser_for_a_swallowed_cancel(RunMode mode) {
      try (Logged logged = new Logged("io.trio4j.run")) {
        String value =
            lab.call(
                mode, () -> Tasks.any(lab.value(10, "there"), lab.failingWhenCancelled(failure)));

        assertThat(value).isEqualTo("there");
        assertThat(logged.lines).isEmpty();
      }
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
                    () -> Tasks.any(lab.failing(5, failure), lab.stuck("x")));

            assertThat(scope.cancelledCaught()).isTrue();
          });
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void hands_the_values_nobody_gets_to_the_hook(RunMode mode) {
      String first =
          lab.call(
              mode,
              () ->
                  Tasks.any(
                      List.of(lab.value(10, "first"), lab.shielded(20, "second")), unused::add));

      assertThat(first).isEqualTo("first");
      assertThat(unused).containsExactly("second");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void of_bodies_that_cancel_themselves_has_no_result(RunMode mode) {
      lab.run(
          mode,
          () -> {
            assertThatThrownBy(() -> Tasks.any(lab.cancellingItself(5)))
                .isInstanceOf(NoResultException.class);
            assertThat(
                    Lab.groupOf(() -> Tasks.any(lab.cancellingItself(5), lab.failing(5, failure)))
                        .errors())
                .containsExactly(failure);
          });
    }

    @Test
    void needs_a_body() {
      assertThatThrownBy(() -> Tasks.any(List.<Callable<String>>of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Nested
  class A_hedge {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void starts_no_copy_that_is_not_needed(RunMode mode) {
      lab.run(
          mode,
          () -> {
            String value = Tasks.hedge(Duration.ofMillis(10), 3, lab.value(9, "there"));

            assertThat(value).isEqualTo("there");
            assertThat(lab.mostAtOnce()).isEqualTo(1);
            assertThat(Lab.now()).isEqualTo(9);
          });
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void starts_the_next_when_one_takes_too_long(RunMode mode) {
      lab.run(
          mode,
          () -> {
            String value =
                Tasks.hedge(
                    Duration.ofMillis(10),
                    List.of(lab.stuck("a"), lab.value(15, "second"), lab.value(15, "third")));

            assertThat(value).isEqualTo("second");
            assertThat(Lab.now()).isEqualTo(25);
            assertThat(lab.mostAtOnce()).isEqualTo(3);
            assertThat(lab.log).containsExactly("a cancelled");
          });
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void starts_the_next_at_once_when_one_fails(RunMode mode) {
      lab.run(
          mode,
          () -> {
            String value =
                Tasks.hedge(
                    Duration.ofMillis(10),
                    List.of(lab.failing(3, failure), lab.value(4, "second")));

            assertThat(value).isEqualTo("second");
            assertThat(Lab.now()).isEqualTo(7);
          });
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void throws_all_failures_if_no_copy_succeeds(RunMode mode) {
      lab.run(
          mode,
          () -> {
            ExceptionGroup group =
                Lab.groupOf(() -> Tasks.hedge(Duration.ofMillis(10), 3, lab.failing(4, failure)));

            assertThat(group.errors()).containsExactly(failure, failure, failure);
            assertThat(Lab.now()).isEqualTo(12);
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
                    Duration.ofMillis(15),
                    () -> Tasks.hedge(Duration.ofMillis(10), 3, lab.stuck("x")));

            assertThat(scope.cancelledCaught()).isTrue();
            assertThat(lab.log).containsExactly("x cancelled", "x cancelled");
          });
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void without_a_delay_starts_all_at_once(RunMode mode) {
      lab.run(
          mode,
          () -> {
            String value =
                Tasks.hedge(Duration.ZERO, List.of(lab.value(9, "slow"), lab.value(5, "fast")));

            assertThat(value).isEqualTo("fast");
            assertThat(Lab.now()).isEqualTo(5);
          });
    }

    @Test
    void needs_a_delay_and_copies() {
      assertThatThrownBy(() -> Tasks.hedge(Duration.ofMillis(-1), 2, () -> "x"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("delay must not be negative: PT-0.001S");
      assertThatThrownBy(() -> Tasks.hedge(Duration.ZERO, 0, () -> "x"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("copies must be at least 1: 0");
      assertThatThrownBy(() -> Tasks.hedge(Duration.ZERO, List.<Callable<String>>of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
