package io.trio4j.internal.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DurationsTest {

  @Test
  void a_duration_is_counted_in_nanoseconds() {
    assertThat(Durations.toNanos("timeout", Duration.ZERO)).isZero();
    assertThat(Durations.toNanos("timeout", Duration.ofNanos(1))).isEqualTo(1);
    assertThat(Durations.toNanos("timeout", Duration.ofSeconds(2, 3))).isEqualTo(2_000_000_003L);
  }

  @Test
  void a_duration_no_long_can_hold_is_for_ever() {
    Duration longest = Duration.ofNanos(Long.MAX_VALUE);

    assertThat(Durations.toNanos("timeout", longest.minusNanos(1))).isEqualTo(Long.MAX_VALUE - 1);
    assertThat(Durations.toNanos("timeout", longest)).isEqualTo(TimerNode.NEVER);
    assertThat(Durations.toNanos("timeout", longest.plusNanos(1))).isEqualTo(TimerNode.NEVER);
    assertThat(Durations.toNanos("timeout", Duration.ofSeconds(Long.MAX_VALUE)))
        .isEqualTo(TimerNode.NEVER);
  }

  @Test
  void a_negative_duration_is_refused_by_the_parameter_s_name() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.toNanos("timeout", Duration.ofSeconds(-3)))
        .withMessage("timeout must not be negative: PT-3S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.toNanos("grace", Duration.ofNanos(-1)))
        .withMessage("grace must not be negative: PT-0.000000001S");
  }

  @Test
  void a_deadline_beyond_the_scale_never_comes() {
    assertThat(Durations.deadlineAfter(5, 7)).isEqualTo(12);
    assertThat(Durations.deadlineAfter(-5, 7)).isEqualTo(2);
    assertThat(Durations.deadlineAfter(5, Long.MAX_VALUE)).isEqualTo(TimerNode.NEVER);
    assertThat(Durations.deadlineAfter(Long.MAX_VALUE, 1)).isEqualTo(TimerNode.NEVER);
    assertThat(Durations.deadlineAfter(1, Long.MAX_VALUE - 1)).isEqualTo(TimerNode.NEVER);
  }
}
