package io.trio4j.console.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleTest {
  @ParameterizedTest
  @CsvSource({
    "1, '0|0.001 \u00b5s'",
    "900000, '0|200 \u00b5s|400 \u00b5s|600 \u00b5s|800 \u00b5s'",
    "35000000, '0|5 ms|10 ms|15 ms|20 ms|25 ms|30 ms|35 ms'",
    "1020000000, '0|200 ms|400 ms|600 ms|800 ms|1000 ms'",
    "2100000000, '0|0.5 s|1.0 s|1.5 s|2.0 s'",
    "60000000000, '0|10 s|20 s|30 s|40 s|50 s|60 s'"
  })
  void writes_round_times_as_exactly_as_needed(long endNanos, String labels) {
    Scale scale = new Scale(0, 100, endNanos);

    assertThat(scale.ticks().stream().map(scale::label)).containsExactly(labels.split("\\|"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 9, 10, 11, 99, 1_234_567, 1_000_000_000, Long.MAX_VALUE / 4})
  void has_few_ticks_all_inside(long endNanos) {
    List<Long> ticks = new Scale(0, 100, endNanos).ticks();

    assertThat(ticks).hasSizeBetween(2, 9).isSorted().allMatch(tick -> tick <= endNanos);
  }

  @Test
  void puts_times_between_its_ends() {
    Scale scale = new Scale(200, 600, 1000);

    assertThat(scale.x(0)).isEqualTo(200);
    assertThat(scale.x(500)).isEqualTo(500);
    assertThat(scale.x(1000)).isEqualTo(scale.right()).isEqualTo(800);
  }
}
