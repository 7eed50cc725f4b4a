package io.trio4j.console.fetch;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Durations as people type and read them: `250ms`, `1.5s`, `2m`, `1h`; a bare number is seconds.
final class DurationText implements ITypeConverter<Duration> {
  private static final Pattern SYNTAX =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*(ms|s|m|h|)");

  // Picocli makes converters by their constructor without arguments.
  DurationText() {}

  @Override
  public Duration convert(String text) {
    Matcher matcher = SYNTAX.matcher(text.strip());
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "a duration must be a number with ms, s, m or h, such as 500ms: " + text);
    }
    long unitNanos =
        switch (matcher.group(2)) {
          case "ms" -> 1_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          default -> 1_000_000_000L;
        };
    BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unitNanos));
    // Nine digits of hours are more than a long of nanoseconds holds: seconds and the rest, apart.
    BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000L));
    return Duration.ofSeconds(parts[0].longValue(), parts[1].longValue());
  }

  static String of(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 950) {
      return millis + " ms";
    }
    if (millis < 99_950) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    return String.format(Locale.ROOT, "%d min %02d s", millis / 60_000, millis / 1000 % 60);
  }
}
