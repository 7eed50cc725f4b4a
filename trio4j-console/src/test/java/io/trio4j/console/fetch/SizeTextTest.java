package io.trio4j.console.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SizeTextTest {
  @ParameterizedTest
  @CsvSource({
    "500, 500",
    "500B, 500",
    "10k, 10000",
    "10kB, 10000",
    "10KiB, 10240",
    "64MiB, 67108864",
    "1 GB, 1000000000",
    "2gib, 2147483648"
  })
  void reads_numbers_with_units(String text, long bytes) {
    assertThat(new SizeText().convert(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1TB", "MiB", "1.5MB", "iB"})
  void refuses_everything_else(String text) {
    assertThatThrownBy(() -> new SizeText().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage(
            "a size must be a number with B, kB, MB, GB, KiB, MiB or GiB, such as 64MiB: " + text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "3149, 3.1 kB",
    "999949, 999.9 kB",
    "999950, 1.0 MB",
    "67108864, 67.1 MB",
    "1234567890, 1.2 GB",
    "5000000000000, 5.0 TB"
  })
  void writes_what_people_read(long bytes, String text) {
    assertThat(SizeText.of(bytes)).isEqualTo(text);
  }
}
