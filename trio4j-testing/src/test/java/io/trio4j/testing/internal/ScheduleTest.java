package io.trio4j.testing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  @ParameterizedTest
  @ValueSource(strings = {"-", "4:2", "4:2 9:0", "turns", "random:-17", "pct3:17:120"})
  void what_is_printed_is_read_again(String text) {
    assertThat(Origin.parse(text)).hasToString(text);
  }

  @Test
  void is_equal_to_one_with_the_same_decisions() {
    assertThat(Schedule.parse("4:2 9:0")).isEqualTo(Schedule.parse("4:2, 9:0"));
    assertThat(Schedule.parse("4:2 9:0")).hasSameHashCodeAs(Schedule.parse("4:2 9:0"));
    assertThat(Schedule.parse("4:2")).isNotEqualTo(Schedule.parse("4:1"));
    assertThat(Schedule.parse("-")).isEqualTo(Schedule.USUAL);
  }

  @Test
  void loses_a_piece() {
    Schedule schedule = Schedule.parse("1:1 2:0 7:3");

    assertThat(schedule.without(1, 3)).hasToString("1:1");
    assertThat(schedule.without(0, 1)).hasToString("2:0 7:3");
    assertThat(schedule.without(0, 3)).hasToString("-");
  }
}
