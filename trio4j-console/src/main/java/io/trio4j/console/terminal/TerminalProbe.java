package io.trio4j.console.terminal;

/// Asks the operating system about the terminal.
interface TerminalProbe {
  /// Whether a stream of this process is a terminal; false also if that can't be told.
  boolean isTerminal(Stream stream);

  /// How large the terminal is now; [Size#USUAL] if it does not say.
  Size size();

  /// What `TERM` means if it is not set: `dumb`, unless terminals of this system do without.
  default String defaultTerm() {
    return "dumb";
  }

  /// What a program writes to.
  enum Stream {
    /// Standard output.
    OUTPUT(1),
    /// Standard error.
    ERRORS(2);

    final int descriptor;

    Stream(int descriptor) {
      this.descriptor = descriptor;
    }
  }
}
