package io.trio4j.console.fetch;

import io.trio4j.console.fetch.Ending.Answered;
import io.trio4j.console.fetch.Ending.CutOff;
import io.trio4j.console.fetch.Ending.Failed;
import io.trio4j.console.fetch.Ending.Invalid;
import io.trio4j.console.fetch.Ending.NotStarted;
import io.trio4j.console.fetch.Ending.TimedOut;
import io.trio4j.console.terminal.Tone;
import io.trio4j.console.text.PlainText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// A table at the end, the results in the order of the URLs.
///
/// On a terminal each result keeps to one line, so URLs and problems are cut; elsewhere they are
/// whole, and one that is very long pushes its own line out of the columns, not all others.
final class TableReport implements Report {
  private static final String NOTHING = "-";
  private static final String CUT = "...";
  // Of what is left beside the columns that need a fixed room, most goes to the URL.
  private static final int FIXED_COLUMNS = 39;
  private static final int SHORTEST_URL = 24;
  private static final int SHORTEST_END = 12;
  private static final int LONGEST_ALIGNED = 100;

  private final Output output;
  private final Narrator narrator;

  TableReport(Output output, Narrator narrator) {
    this.output = output;
    this.narrator = narrator;
  }

  @Override
  public void step(Step step) {
    // All results are written at the end, in the order of the URLs.
  }

  @Override
  public void remark(String line) {
    output.print(line);
  }

  @Override
  public void windingDown(Duration grace) {
    output.windingDown(grace);
  }

  @Override
  public void end(List<FetchResult> results, Summary summary) {
    if (!results.isEmpty()) {
      Widths widths = widths(results);
      output.print(line(widths, "URL", "STATUS", "BYTES", "TIME", "TRIES", "WHAT HAPPENED"));
      results.forEach(result -> printRow(widths, result));
    }
    output.print(summary.inWords());
  }

  private Widths widths(List<FetchResult> results) {
    int longest =
        results.stream()
            .mapToInt(result -> length(PlainText.of(result.url())))
            .max()
            .orElse(SHORTEST_URL);
    if (!output.terminal().isOutput()) {
      return new Widths(Math.min(longest, LONGEST_ALIGNED), Integer.MAX_VALUE, Integer.MAX_VALUE);
    }
    int free = output.terminal().size().get().columns() - FIXED_COLUMNS;
    int url = Math.clamp(free * 2L / 3, SHORTEST_URL, Math.max(SHORTEST_URL, longest));
    return new Widths(url, url, Math.max(SHORTEST_END, free - url));
  }

  private void printRow(Widths widths, FetchResult result) {
    Ending ending = result.ending();
    String line =
        line(
            widths,
            result.url(),
            ending instanceof Answered answer ? "" + answer.status() : NOTHING,
            ending instanceof Answered answer ? SizeText.of(answer.bodyBytes()) : NOTHING,
            ending instanceof NotStarted ? NOTHING : DurationText.of(result.took()),
            "" + result.attempts(),
            happened(ending));
    String note = narrator.about(result);
    output.print(paint(ending, line) + (note.isEmpty() ? "" : "\n    " + note));
  }

  /// What went as it should needs no colour.
  private String paint(Ending ending, String line) {
    return switch (ending) {
      case Answered answer -> answer.isFetched() ? line : output.paint(Tone.BAD, line);
      case Failed _, Invalid _, TimedOut _ -> output.paint(Tone.BAD, line);
      case CutOff _, NotStarted _ -> output.paint(Tone.ODD, line);
    };
  }

  private static String line(
      Widths widths,
      String url,
      String status,
      String bytes,
      String took,
      String attempts,
      String happened) {
    String shown = cut(url, widths.longestUrl());
    return shown
        + " ".repeat(Math.max(0, widths.url() - length(shown)))
        + String.format(Locale.ROOT, "  %6s  %8s  %9s  %5s  ", status, bytes, took, attempts)
        + shortened(happened, widths.longestEnd());
  }

  private static String cut(String url, int longest) {
    return longest == Integer.MAX_VALUE ? PlainText.of(url) : PlainText.elided(url, longest, CUT);
  }

  /// Of words the first say most.
  private static String shortened(String words, int longest) {
    String plain = PlainText.of(words);
    return length(plain) <= longest
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, longest - CUT.length())) + CUT;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String happened(Ending ending) {
    return switch (ending) {
      case Answered answer -> answer.isFetched() ? "fetched" : "answered with an error";
      case Failed failed -> failed.problem();
      case Invalid(var problem) -> problem;
      case TimedOut(var timeout) -> "no answer within " + DurationText.of(timeout);
      case CutOff(var why) -> "cut off: " + why;
      case NotStarted(var why) -> "not started: " + why;
    };
  }

  /// @param url of the column
  /// @param longestUrl longer ones are cut
  /// @param longestEnd what happened, if longer, is cut
  private record Widths(int url, int longestUrl, int longestEnd) {}
}
