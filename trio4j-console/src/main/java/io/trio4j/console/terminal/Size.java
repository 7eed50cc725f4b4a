package io.trio4j.console.terminal;

/// How much fits on a terminal.
///
/// @param rows lines, at least 1
/// @param columns characters in a line, at least 1
/// @since 0.1
public record Size(int rows, int columns) {
  /// What terminals had for decades, and programs expect of one that does not say.
  public static final Size USUAL = new Size(24, 80);
}
