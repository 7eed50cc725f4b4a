package io.trio4j.combinators;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EveryTest {
  private final Lab lab = new Lab();
  private final List<Long> begun = new ArrayList<>();

  /// Rounds of which the first takes 25 ms and the others 1 ms, until 59 ms have passed.
  private void rounds(RunMode mode, Ticks ticks) {
    lab.run(
        mode,
        () ->
            CancelScope.moveOnAfter(
                ofMillis(59),
                () ->
                    Tasks.every(
                        ticks,
                        () -> {
                          begun.add(Lab.now());
                          Lab.sleep(begun.size() == 1 ? 25 : 1);
                        })));
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void missed_ticks_are_left_out(RunMode mode) {
    rounds(mode, Ticks.fixedRate(ofMillis(10)));

    assertThat(begun).containsExactly(0L, 30L, 40L, 50L);
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void missed_ticks_are_made_up_for(RunMode mode) {
    rounds(mode, Ticks.fixedRate(ofMillis(10)).onMissed(MissedTicks.CATCH_UP));

    assertThat(begun).containsExactly(0L, 25L, 26L, 30L, 40L, 50L);
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void missed_ticks_shift_those_behind_them(RunMode mode) {
    rounds(mode, Ticks.fixedRate(ofMillis(10)).onMissed(MissedTicks.SHIFT));

    assertThat(begun).containsExactly(0L, 25L, 35L, 45L, 55L);
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void a_fixed_delay_is_between_rounds(RunMode mode) {
    rounds(mode, Ticks.fixedDelay(ofMillis(10)));

    assertThat(begun).containsExactly(0L, 35L, 46L, 57L);
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void the_first_round_may_come_later(RunMode mode) {
    rounds(mode, Ticks.fixedRate(ofMillis(10)).withInitialDelay(ofMillis(15)));

    assertThat(begun).containsExactly(15L, 45L, 55L);
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void a_round_that_ends_at_a_tick_has_not_missed_it(RunMode mode) {
    for (MissedTicks policy : MissedTicks.values()) {
      begun.clear();
      lab.run(
          mode,
          () ->
              CancelScope.moveOnAfter(
                  ofMillis(45),
                  () ->
                      Tasks.every(
                          Ticks.fixedRate(ofMillis(10)).onMissed(policy),
                          () -> {
                            begun.add(Lab.now());
                            Lab.sleep(10);
                          })));

      assertThat(begun).as("%s", policy).containsExactly(0L, 10L, 20L, 30L, 40L);
    }
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void a_failure_ends_it(RunMode mode) {
    IOException failure = new IOException("planted");

    IOException thrown =
        lab.thrown(
            mode,
            IOException.class,
            () ->
                Tasks.every(
                    ofMillis(10),
                    () -> {
                      begun.add(Lab.now());
                      if (begun.size() == 3) {
                        throw failure;
                      }
                    }));

    assertThat(thrown).isSameAs(failure);
    assertThat(begun).containsExactly(0L, 10L, 20L);
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void a_graceful_shutdown_ends_it_after_the_round(RunMode mode) {
    lab.run(
        mode,
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon(() -> {
                Tasks.every(
                    ofMillis(10),
                    () -> {
                      lab.log.add("begins at " + Lab.now());
                      Lab.sleep(4);
                      lab.log.add("ends at " + Lab.now());
                    });
                lab.log.add("returned");
              });
              nursery.startSoon(() -> {
                Lab.sleep(3);
                Tasks.every(ofMillis(10), () -> lab.log.add("other at " + Lab.now()));
                lab.log.add("other returned at " + Lab.now());
              });
              Lab.sleep(12);
              nursery.cancelGracefully(Duration.ofSeconds(1));
            }));

    assertThat(lab.log)
        .containsExactly(
            "begins at 0",
            "other at 3",
            "ends at 4",
            "begins at 10",
            "other returned at 12",
            "ends at 14",
            "returned");
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void in_a_cancelled_scope_it_does_not_begin(RunMode mode) {
    lab.run(
        mode,
        () ->
            CancelScope.run(scope -> {
              scope.cancel();
              Tasks.every(ofMillis(10), () -> begun.add(Lab.now()));
            }));

    assertThat(begun).isEmpty();
  }

  @Test
  void arguments_are_checked() {
    assertThatThrownBy(() -> Ticks.fixedRate(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("period must be positive: PT0S");
    assertThatThrownBy(() -> Ticks.fixedDelay(ofMillis(1)).withInitialDelay(ofMillis(-1)))
        .hasMessage("initialDelay must not be negative: PT-0.001S");
    assertThatThrownBy(() -> Ticks.fixedDelay(ofMillis(1)).onMissed(MissedTicks.SKIP))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith(
            "has a fixed delay: no tick can be missed. Use fixedRate, or leave this out.");
  }
}
