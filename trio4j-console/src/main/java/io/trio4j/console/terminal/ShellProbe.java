package io.trio4j.console.terminal;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The commands `test` and `stty`, which POSIX has.
final class ShellProbe implements TerminalProbe {
  private static final Pattern ROWS_AND_COLUMNS =
      Pattern.compile("([1-9]\\d{0,3}) ([1-9]\\d{0,3})");

  @Override
  public boolean isTerminal(Stream stream) {
    try {
      return new ProcessBuilder("test", "-t", Integer.toString(stream.descriptor))
              .redirectOutput(Redirect.INHERIT)
              .redirectError(Redirect.INHERIT)
              .start()
              .waitFor()
          == 0;
    } catch (IOException _) {
      // Without the command nothing says that it is one.
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public Size size() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(Redirect.DISCARD)
              .start();
      try (BufferedReader answer = stty.inputReader()) {
        return parse(answer.readLine());
      }
    } catch (IOException _) {
      return Size.USUAL;
    }
  }

  /// A terminal that nobody told its size says `0 0`.
  static Size parse(@Nullable String line) {
    Matcher matcher = ROWS_AND_COLUMNS.matcher(line == null ? "" : line);
    return matcher.matches()
        ? new Size(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
        : Size.USUAL;
  }
}
