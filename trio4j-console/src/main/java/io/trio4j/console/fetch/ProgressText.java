package io.trio4j.console.fetch;

import io.trio4j.console.fetch.Progress.View;
import io.trio4j.console.fetch.Progress.Wait;
import io.trio4j.console.terminal.Size;
import io.trio4j.console.terminal.Tone;
import io.trio4j.console.text.PlainText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Writes a look at the progress: in words for a log, as a few lines for a terminal.
///
/// ```text
/// ━━━━━━━━━━━━━━━━────────────  312 of 500  62%  41/s  about 5 s left
/// 298 fetched, 14 failed, 20 under way, 168 waiting, 12.4 MB
///     3.2 s  https://example.org/report  attempt 2
///     2.9 s  https://example.net/busy  again in 250 ms
/// ```
///
/// @param isColoured whether colours are welcome
/// @param isUnicode whether there is more than ASCII
record ProgressText(boolean isColoured, boolean isUnicode) {
  /// Of those under way, what one looks for are the ones that take long.
  static final int MOST_FLIGHTS = 3;

  // Below these a line or two say less than they cost.
  private static final int FEWEST_ROWS = 10;
  private static final int SHORTEST_BAR = 10;
  private static final int LONGEST_BAR = 40;

  /// One line of words.
  static String inWords(View view) {
    return view.done() + " of " + view.urls() + " done" + pace(view, ", ") + "; " + counts(view);
  }

  /// Lines for a terminal. Colours aside, none is longer than it is wide, unless that is next to
  /// nothing.
  List<String> lines(View view, Size size) {
    List<String> lines = new ArrayList<>();
    // The last column stays free: some terminals go to the next line when it is written.
    int columns = size.columns() - 1;
    lines.add(headline(view, columns));
    if (size.rows() >= FEWEST_ROWS) {
      lines.add(PlainText.elided(counts(view), Math.max(columns, SHORTEST_BAR), mark()));
      for (Wait wait : view.oldest()) {
        lines.add(paint(Tone.QUIET, flight(wait, columns)));
      }
    }
    return lines;
  }

  private String headline(View view, int columns) {
    String words = percent(view) + pace(view, "  ");
    int bar = Math.min(LONGEST_BAR, columns - words.length() - 2);
    if (bar < SHORTEST_BAR) {
      return PlainText.elided(words, Math.max(columns, SHORTEST_BAR), mark());
    }
    int full = view.urls() == 0 ? bar : (int) ((long) bar * view.done() / view.urls());
    String begun = (isUnicode ? "\u2501" : "#").repeat(full);
    String open = (isUnicode ? "\u2500" : "-").repeat(bar - full);
    Tone tone = view.failed() == 0 ? Tone.GOOD : Tone.ODD;
    return paint(tone, begun) + paint(Tone.QUIET, open) + "  " + words;
  }

  private static String percent(View view) {
    int percent = view.urls() == 0 ? 100 : (int) (100L * view.done() / view.urls());
    return view.done() + " of " + view.urls() + "  " + percent + "%";
  }

  private static String pace(View view, String before) {
    StringBuilder pace = new StringBuilder();
    view.perSecond().ifPresent(rate -> pace.append(before).append(rate(rate)).append("/s"));
    if (view.grace().isPresent()) {
      pace.append(before).append("winding down, ");
      pace.append(DurationText.of(atLeastZero(view.grace().get()))).append(" at most");
    } else {
      view.left()
          .ifPresent(
              left -> pace.append(before).append("about ").append(rounded(left)).append(" left"));
    }
    return pace.toString();
  }

  /// Below one a second, the zeros after the point say something.
  private static String rate(double perSecond) {
    return String.format(Locale.ROOT, perSecond < 9.95 ? "%.1f" : "%.0f", perSecond);
  }

  /// An estimate with milliseconds would be a lie.
  private static String rounded(Duration left) {
    long seconds = Math.max(1, left.plusMillis(500).toSeconds());
    if (seconds < 100) {
      return seconds + " s";
    }
    return seconds < 6000 ? (seconds + 30) / 60 + " min" : (seconds + 1800) / 3600 + " h";
  }

  private static String counts(View view) {
    return view.fetched()
        + " fetched, "
        + view.failed()
        + " failed, "
        + view.underWay()
        + " under way, "
        + view.waiting()
        + " waiting, "
        + SizeText.of(view.bodyBytes());
  }

  private String flight(Wait wait, int columns) {
    String taking = String.format(Locale.ROOT, "%9s  ", DurationText.of(wait.taking()));
    String how =
        wait.pause()
            .map(pause -> "  again in " + DurationText.of(atLeastZero(pause)))
            .orElse(wait.attempts() > 1 ? "  attempt " + wait.attempts() : "");
    int room = Math.max(SHORTEST_BAR, columns - taking.length() - how.length());
    String line = taking + PlainText.elided(wait.url(), room, mark()) + how;
    return PlainText.elided(line, Math.max(columns, SHORTEST_BAR), mark());
  }

  private static Duration atLeastZero(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  private String mark() {
    return isUnicode ? "\u2026" : "...";
  }

  private String paint(Tone tone, String text) {
    return isColoured ? tone.paint(text) : text;
  }
}
