package io.trio4j.console.fetch;

import io.trio4j.console.terminal.Terminal;
import io.trio4j.console.terminal.Tone;
import java.io.PrintWriter;
import java.time.Duration;

/// Where a report goes.
///
/// @param out for results
/// @param err for everything that is none, since programs may read those
/// @param terminal what the two are connected to
record Output(PrintWriter out, PrintWriter err, Terminal terminal) {
  /// One call, so that the lines of two tasks don't mix.
  void print(String lines) {
    out.println(lines);
    out.flush();
  }

  void notice(String line) {
    err.println(line);
    err.flush();
  }

  void windingDown(Duration grace) {
    notice(
        "Winding down: what is under way gets "
            + DurationText.of(grace)
            + ". Once more stops it at once.");
  }

  /// The text in a colour, if results have colours.
  String paint(Tone tone, String text) {
    return terminal.isOutput() && terminal.isColoured() ? tone.paint(text) : text;
  }
}
