package io.trio4j.console.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "250ms, PT0.25S",
    "1.5s, PT1.5S",
    "2m, PT2M",
    "1h, PT1H",
    "10, PT10S",
    "0, PT0S",
    "0.001ms, PT0.000001S",
    "999999999h, PT999999999H"
  })
  void reads_numbers_with_units(String text, Duration duration) {
    assertThat(new DurationText().convert(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1s", "1 week", "s", "PT1S", "1.s", "9999999999s"})
  void refuses_everything_else(String text) {
    assertThatThrownBy(() -> new DurationText().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("a duration must be a number with ms, s, m or h, such as 500ms: " + text);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 ms",
    "PT0.0129S, 12 ms",
    "PT0.949S, 949 ms",
    "PT0.95S, 1.0 s",
    "PT12.34S, 12.3 s",
    "PT99.94S, 99.9 s",
    "PT99.95S, 1 min 39 s",
    "PT1H2M3S, 62 min 03 s"
  })
  void writes_what_people_read(Duration duration, String text) {
    assertThat(DurationText.of(duration)).isEqualTo(text);
  }
}
