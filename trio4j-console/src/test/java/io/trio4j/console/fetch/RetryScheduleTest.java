package io.trio4j.console.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
  private static final double ALMOST_ONE = Math.nextDown(1.0);

  @Test
  void allows_as_many_attempts_after_the_first_as_it_has_retries() {
    RetrySchedule schedule = schedule(2, 100, 0);

    assertThat(schedule.allowsAnother(1)).isTrue();
    assertThat(schedule.allowsAnother(2)).isTrue();
    assertThat(schedule.allowsAnother(3)).isFalse();
    assertThat(schedule(0, 100, 0).allowsAnother(1)).isFalse();
  }

  @Test
  void pauses_double() {
    RetrySchedule schedule = schedule(9, 100, 0);

    assertThat(schedule.pauseAfter(1)).isEqualTo(Duration.ofMillis(50));
    assertThat(schedule.pauseAfter(2)).isEqualTo(Duration.ofMillis(100));
    assertThat(schedule.pauseAfter(3)).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void jitter_draws_from_the_upper_half() {
    assertThat(schedule(9, 100, 0).pauseAfter(1)).isEqualTo(Duration.ofMillis(50));
    assertThat(schedule(9, 100, ALMOST_ONE).pauseAfter(1))
        .isBetween(Duration.ofMillis(99), Duration.ofMillis(100));
  }

  @Test
  void no_pause_is_longer_than_the_longest_however_many_there_were() {
    for (int attempts : new int[] {20, 63, 64, 1_000_000}) {
      assertThat(schedule(9, 100, ALMOST_ONE).pauseAfter(attempts))
          .isLessThanOrEqualTo(RetrySchedule.LONGEST_PAUSE);
    }
    RetrySchedule hours = new RetrySchedule(9, Duration.ofHours(999_999_999), () -> ALMOST_ONE);
    assertThat(hours.pauseAfter(31)).isLessThanOrEqualTo(RetrySchedule.LONGEST_PAUSE);
  }

  @Test
  void without_a_back_off_there_is_no_pause() {
    assertThat(schedule(9, 0, ALMOST_ONE).pauseAfter(5)).isZero();
  }

  private static RetrySchedule schedule(int retries, long backoffMillis, double random) {
    return new RetrySchedule(retries, Duration.ofMillis(backoffMillis), () -> random);
  }
}
