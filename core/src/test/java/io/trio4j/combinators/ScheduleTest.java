package io.trio4j.combinators;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTest {
  /// The first waits, in milliseconds, of attempts that take `each`.
  private static List<Long> waits(Schedule schedule, int count, Duration each) {
    List<Long> waits = new ArrayList<>();
    Schedule.Steps steps = schedule.begin();
    TrioTime began = new TrioTime(0);
    TrioTime now = began.plus(each);
    for (int i = 0; i < count; i++) {
      long nanos = steps.nextNanos(new Schedule.Clockwork(began, now));
      if (nanos == Schedule.END) {
        break;
      }
      waits.add(nanos / 1_000_000);
      now = now.plus(Duration.ofNanos(nanos)).plus(each);
    }
    return waits;
  }

  private static List<Long> waits(Schedule schedule) {
    return waits(schedule, 8, Duration.ZERO);
  }

  private static Schedule ms(long wait) {
    return Schedule.constant(ofMillis(wait));
  }

  @Nested
  class Waits {
    @Test
    void may_be_the_same_each_time() {
      assertThat(waits(ms(7), 3, Duration.ZERO)).containsExactly(7L, 7L, 7L);
    }

    @Test
    void may_grow_up_to_a_maximum() {
      assertThat(waits(Schedule.exponential(ofMillis(100), 2, ofMillis(1000)), 6, Duration.ZERO))
          .containsExactly(100L, 200L, 400L, 800L, 1000L, 1000L);
    }

    @Test
    void do_not_overflow() {
      Schedule huge =
          Schedule.exponential(ofSeconds(Long.MAX_VALUE / 4), 1000, ofSeconds(Long.MAX_VALUE));

      assertThat(Chance.drawn(huge.withJitter(Jitter.proportional(1)), 1))
          .allSatisfy(wait -> assertThat(wait).isNotNegative());
    }
  }

  @Nested
  class An_end {
    @Test
    void may_come_after_some_attempts_the_first_included() {
      assertThat(waits(ms(7).upTo(1))).isEmpty();
      assertThat(waits(ms(7).upTo(3))).containsExactly(7L, 7L);
    }

    @Test
    void may_come_after_some_time_with_the_wait_and_the_attempts_counted() {
      assertThat(waits(ms(10).atMost(ofMillis(30)))).containsExactly(10L, 10L, 10L);
      assertThat(waits(ms(10).atMost(ofMillis(29)))).containsExactly(10L, 10L);
      assertThat(waits(ms(10).atMost(ofMillis(30)), 8, ofMillis(5))).containsExactly(10L, 10L);
      assertThat(waits(ms(10).atMost(Duration.ZERO))).isEmpty();
    }

    @Test
    void may_come_at_a_moment() {
      assertThat(waits(ms(10).until(new TrioTime(0).plus(ofMillis(20))))).containsExactly(10L, 10L);
      assertThat(waits(ms(10).until(TrioTime.PAST))).isEmpty();
      assertThat(waits(ms(10).until(TrioTime.NEVER))).hasSize(8);
    }
  }

  @Nested
  class Two_schedules {
    @Test
    void may_follow_each_other() {
      assertThat(waits(ms(1).upTo(3).andThen(ms(9).upTo(3)))).containsExactly(1L, 1L, 9L, 9L);
      assertThat(waits(ms(1).upTo(2).andThen(ms(5).upTo(2)).andThen(ms(9)), 4, Duration.ZERO))
          .containsExactly(1L, 5L, 9L, 9L);
    }

    @Test
    void may_have_to_agree() {
      Schedule growing = Schedule.exponential(ofMillis(1), 3, ofMillis(100));

      assertThat(waits(growing.and(ms(5).upTo(5)))).containsExactly(5L, 5L, 9L, 27L);
      assertThat(waits(ms(5).upTo(3).and(growing))).containsExactly(5L, 5L);
    }

    @Test
    void may_do_with_one_of_them() {
      Schedule growing = Schedule.exponential(ofMillis(1), 3, ofMillis(100));

      assertThat(waits(growing.upTo(4).or(ms(5).upTo(6)))).containsExactly(1L, 3L, 5L, 5L, 5L);
      assertThat(waits(ms(5).upTo(2).or(ms(7).upTo(3)))).containsExactly(5L, 7L);
    }
  }

  @Nested
  class Chance {
    private static List<Long> drawn(Schedule schedule, long seed) {
      return Trio.run(RunOptions.deterministic(seed), () -> waits(schedule, 200, Duration.ZERO));
    }

    @Test
    void keeps_within_its_bounds_and_uses_them() {
      assertThat(drawn(ms(1000).withJitter(Jitter.full()), 1))
          .allSatisfy(wait -> assertThat(wait).isBetween(0L, 1000L))
          .anySatisfy(wait -> assertThat(wait).isLessThan(100))
          .anySatisfy(wait -> assertThat(wait).isGreaterThan(900));
      assertThat(drawn(ms(1000).withJitter(Jitter.equal()), 1))
          .allSatisfy(wait -> assertThat(wait).isBetween(500L, 1000L))
          .anySatisfy(wait -> assertThat(wait).isLessThan(550))
          .anySatisfy(wait -> assertThat(wait).isGreaterThan(950));
      assertThat(drawn(ms(1000).withJitter(Jitter.proportional(0.1)), 1))
          .allSatisfy(wait -> assertThat(wait).isBetween(900L, 1100L))
          .anySatisfy(wait -> assertThat(wait).isLessThan(920))
          .anySatisfy(wait -> assertThat(wait).isGreaterThan(1080));
    }

    @Test
    void that_is_decorrelated_grows_from_wait_to_wait_within_its_bounds() {
      List<Long> waits = drawn(Schedule.decorrelated(ofMillis(100), ofMillis(5000)), 1);

      assertThat(waits.getFirst()).isBetween(100L, 300L);
      for (int i = 1; i < waits.size(); i++) {
        assertThat(waits.get(i)).isBetween(100L, Math.min(5000, 3 * waits.get(i - 1) + 3));
      }
      assertThat(waits).anySatisfy(wait -> assertThat(wait).isGreaterThan(4000));
    }

    @Test
    void is_the_run_s_own() {
      Schedule schedule = ms(1000).withJitter(Jitter.full());

      assertThat(drawn(schedule, 1)).isEqualTo(drawn(schedule, 1)).isNotEqualTo(drawn(schedule, 2));
    }

    @Test
    void leaves_the_end_alone() {
      assertThat(drawn(ms(1000).upTo(3).withJitter(Jitter.full()), 1)).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void a_schedule_can_be_used_again(RunMode mode) {
    Schedule schedule = ms(10).upTo(3);
    Lab lab = new Lab();

    lab.run(
        mode,
        () -> {
          Tasks.repeat(schedule, () -> {});
          Tasks.all(() -> Tasks.repeat(schedule, () -> {}), () -> Tasks.repeat(schedule, () -> {}));
          assertThat(Lab.now()).isEqualTo(40);
        });
  }

  @Test
  void arguments_are_checked() {
    assertThatThrownBy(() -> ms(-1)).hasMessage("wait must not be negative: PT-0.001S");
    assertThatThrownBy(() -> Schedule.exponential(Duration.ZERO, 2, ofSeconds(1)))
        .hasMessage("first must be positive: PT0S");
    assertThatThrownBy(() -> Schedule.exponential(ofSeconds(1), 0.5, ofSeconds(1)))
        .hasMessage("factor must be finite and at least 1: 0.5");
    assertThatThrownBy(() -> Schedule.exponential(ofSeconds(2), 2, ofSeconds(1)))
        .hasMessage("maximum must not be less than first: PT1S and PT2S");
    assertThatThrownBy(() -> Schedule.decorrelated(ofSeconds(2), ofSeconds(1)))
        .hasMessage("maximum must not be less than base: PT1S and PT2S");
    assertThatThrownBy(() -> ms(1).upTo(0)).hasMessage("attempts must be at least 1: 0");
    assertThatThrownBy(() -> ms(1).atMost(ofMillis(-1)))
        .hasMessage("duration must not be negative: PT-0.001S");
    assertThatThrownBy(() -> Jitter.proportional(1.5))
        .hasMessage("fraction must be from 0 to 1: 1.5");
    assertThatThrownBy(() -> new Jitter(0.5, 0.2))
        .hasMessage("least and most must be finite, not negative and in order: 0.5, 0.2");
    assertThatThrownBy(() -> new Jitter(Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_schedule_says_what_it_is() {
    assertThat(ms(10).upTo(3).and(Schedule.decorrelated(ofMillis(5), ofSeconds(1))).or(ms(1)))
        .hasToString(
            "Schedule[((every PT0.01S, up to 3 attempts) and (decorrelated from PT0.005S to PT1S))"
                + " or (every PT0.001S)]");
    assertThat(ms(10).withJitter(Jitter.equal()).until(new TrioTime(0)))
        .hasToString("Schedule[every PT0.01S, jitter 0.5 to 1.0, until t+PT0S]");
  }
}
