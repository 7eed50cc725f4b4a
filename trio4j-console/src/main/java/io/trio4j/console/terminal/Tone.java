package io.trio4j.console.terminal;

/// What a colour says. All are of the eight every terminal has and its user has chosen the shades
/// of, so that they can be read on light and on dark.
///
/// @since 0.1
public enum Tone {
  /// As it should be.
  GOOD("32"),
  /// Worth a look.
  ODD("33"),
  /// Failed.
  BAD("31"),
  /// Less important than the rest.
  QUIET("2");

  private final String code;

  Tone(String code) {
    this.code = code;
  }

  /// The text in this colour.
  ///
  /// @param text without control characters
  /// @return with those for the colour
  public String paint(String text) {
    return "\u001b[" + code + "m" + text + "\u001b[m";
  }
}
