package io.trio4j.console.terminal;

import io.trio4j.console.terminal.TerminalProbe.Stream;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.function.Supplier;

/// What standard output and standard error are connected to. A record of facts: tests state others.
///
/// The JDK's `Console` says only whether input and output both are terminals, which is no answer
/// with URLs piped in or results piped out. A library such as JLine would know, at the price of
/// native code, a flag against the warning about it, and a megabyte; a shell knows as well, and is
/// there on every system but Windows. There only Windows Terminal is taken for a terminal: the
/// older window obeys no control characters unless native code tells it to.
///
/// @param isOutput whether standard output is a terminal
/// @param isErrors whether standard error is a terminal
/// @param isColoured whether colours are welcome on it
/// @param isUnicode whether it shows more than ASCII
/// @param size asks how large it is now; takes some milliseconds, and is no checkpoint
/// @since 0.1
public record Terminal(
    boolean isOutput,
    boolean isErrors,
    boolean isColoured,
    boolean isUnicode,
    Supplier<Size> size) {
  /// Files, pipes, the dark.
  public static final Terminal NONE = new Terminal(false, false, false, false, () -> Size.USUAL);

  private static final String BEYOND_ASCII = "\u2501\u2500\u2026";

  /// Looks at this process.
  ///
  /// @return what was found; [#NONE] if nothing can be found out
  public static Terminal detect() {
    String charset = System.getProperty("stderr.encoding", "US-ASCII");
    return of(
        System.getenv(),
        charset,
        isWindows() ? new WindowsProbe(System.getenv()) : new ShellProbe());
  }

  private static boolean isWindows() {
    return System.getProperty("os.name", "").startsWith("Windows");
  }

  /// Puts together what the environment and the probe say.
  static Terminal of(Map<String, String> environment, String charset, TerminalProbe probe) {
    // A terminal names its kind in TERM; those that don't are not worth starting a process for.
    boolean isDumb = environment.getOrDefault("TERM", probe.defaultTerm()).equals("dumb");
    if (isDumb) {
      return NONE;
    }
    boolean isOutput = probe.isTerminal(Stream.OUTPUT);
    boolean isErrors = probe.isTerminal(Stream.ERRORS);
    if (!isOutput && !isErrors) {
      return NONE;
    }
    // As no-color.org has it: any value but the empty one.
    boolean isColoured = environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(isOutput, isErrors, isColoured, isUnicode(charset), probe::size);
  }

  private static boolean isUnicode(String charset) {
    return Charset.isSupported(charset)
        && Charset.forName(charset).canEncode()
        && Charset.forName(charset).newEncoder().canEncode(BEYOND_ASCII);
  }
}
