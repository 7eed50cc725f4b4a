package io.trio4j.console.fetch;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// When to show the progress.
enum ProgressMode {
  /// On a terminal.
  AUTO,
  /// On a terminal, and as lines elsewhere.
  ALWAYS,
  /// Not at all.
  NEVER;

  /// Reads the names in any case.
  static final class Reader implements ITypeConverter<ProgressMode> {
    // Picocli makes converters by their constructor without arguments.
    Reader() {}

    @Override
    public ProgressMode convert(String text) {
      for (ProgressMode mode : values()) {
        if (mode.name().equals(text.toUpperCase(Locale.ROOT))) {
          return mode;
        }
      }
      throw new TypeConversionException("it must be auto, always or never: " + text);
    }
  }
}
