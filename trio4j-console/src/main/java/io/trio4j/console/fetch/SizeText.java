package io.trio4j.console.fetch;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Sizes as people type and read them: `500`, `10kB`, `64MiB`, `1GB`; a bare number is bytes.
final class SizeText implements ITypeConverter<Long> {
  private static final Pattern SYNTAX =
      Pattern.compile("(\\d{1,9})\\s*(?:([kmg])(i?)b?|b?)", Pattern.CASE_INSENSITIVE);

  // Picocli makes converters by their constructor without arguments.
  SizeText() {}

  @Override
  public Long convert(String text) {
    Matcher matcher = SYNTAX.matcher(text.strip());
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "a size must be a number with B, kB, MB, GB, KiB, MiB or GiB, such as 64MiB: " + text);
    }
    long bytes = Long.parseLong(matcher.group(1));
    String prefix = matcher.group(2);
    if (prefix == null) {
      return bytes;
    }
    long step = matcher.group(3).isEmpty() ? 1000 : 1024;
    return switch (prefix.toLowerCase(Locale.ROOT)) {
      case "k" -> bytes * step;
      case "m" -> bytes * step * step;
      default -> bytes * step * step * step;
    };
  }

  static String of(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double shown = bytes / 1000.0;
    for (String unit : new String[] {"kB", "MB", "GB"}) {
      if (shown < 999.95) {
        return String.format(Locale.ROOT, "%.1f %s", shown, unit);
      }
      shown /= 1000;
    }
    return String.format(Locale.ROOT, "%.1f TB", shown);
  }
}
