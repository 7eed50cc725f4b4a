package io.trio4j.junit;

import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/// How long a test may take in real time.
final class TimeLimit {
  private static final String PARAMETER = "trio4j.timeout";

  /// For who stops a test in a debugger: longer than anybody does.
  private static final Duration OFF = Duration.ofDays(36_500);

  private TimeLimit() {}

  static Duration of(TrioTest test, ExtensionContext context) {
    return context
        .getConfigurationParameter(PARAMETER)
        .map(TimeLimit::parse)
        .orElseGet(() -> Duration.ofSeconds(test.timeoutSeconds()));
  }

  private static Duration parse(String text) {
    if (text.strip().equals("off")) {
      return OFF;
    }
    try {
      long seconds = Long.parseLong(text.strip());
      if (seconds > 0) {
        return Duration.ofSeconds(seconds);
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new ExtensionConfigurationException(
        PARAMETER + " must be a positive number of seconds, or off: " + text);
  }
}
