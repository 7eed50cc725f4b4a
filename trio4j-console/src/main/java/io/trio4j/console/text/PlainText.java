package io.trio4j.console.text;

/// Makes text that others wrote, such as a URL or an error message, fit to be shown: on a terminal,
/// which would obey what is hidden in it, and in a picture, which must be correct XML.
///
/// @threadsafety all methods are static and keep nothing
/// @since 0.1
public final class PlainText {
  private PlainText() {}

  /// The text with everything that has no picture of its own written out, such as `\x{1b}` for
  /// Escape: controls, line ends, marks that turn the direction of writing, halves of surrogate
  /// pairs.
  ///
  /// @param text any text
  /// @return the same if there was nothing to write out
  public static String of(String text) {
    if (text.codePoints().allMatch(PlainText::isPlain)) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(character -> {
          if (isPlain(character)) {
            plain.appendCodePoint(character);
          } else {
            plain.append("\\x{").append(Integer.toHexString(character)).append('}');
          }
        });
    return plain.toString();
  }

  private static boolean isPlain(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /// The plain text, cut to a length. What tells URLs apart stands at both ends, so the middle
  /// goes.
  ///
  /// @param text any text
  /// @param longest how many characters to leave at most, at least that of `mark` and two more
  /// @param mark stands for what was left out
  /// @return the plain text if it is no longer than that
  public static String elided(String text, int longest, String mark) {
    // Cut first, lest a megabyte be read for a line: no character gets shorter below, and a text of
    // so many halves has twice the characters that are left.
    String plain = of(text.length() <= 4 * longest ? text : cut(text, 2 * longest, mark));
    return plain.codePointCount(0, plain.length()) <= longest ? plain : cut(plain, longest, mark);
  }

  /// Counts characters, never a half of one.
  private static String cut(String text, int longest, String mark) {
    int kept = longest - mark.length();
    int tail = kept / 3;
    int headEnd = text.offsetByCodePoints(0, kept - tail);
    int tailBegin = text.offsetByCodePoints(text.length(), -tail);
    return text.substring(0, headEnd) + mark + text.substring(tailBegin);
  }
}
