package io.trio4j.console.fetch;

import io.trio4j.console.fetch.Ending.Answered;
import io.trio4j.console.fetch.Ending.CutOff;
import io.trio4j.console.fetch.Ending.Failed;
import io.trio4j.console.fetch.Ending.Invalid;
import io.trio4j.console.fetch.Ending.NotStarted;
import io.trio4j.console.fetch.Ending.TimedOut;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// A line for each result as it comes, and one for all.
final class TextReport implements Report {
  private final PrintWriter out;
  private final PrintWriter err;
  private final Narrator narrator;

  TextReport(PrintWriter out, PrintWriter err, Narrator narrator) {
    this.out = out;
    this.err = err;
    this.narrator = narrator;
  }

  @Override
  public void result(FetchResult result) {
    if (result.ending() instanceof NotStarted) {
      // There may be thousands; the summary counts them.
      return;
    }
    String note = narrator.about(result);
    // One call, so that the lines of two tasks don't mix.
    print(note.isEmpty() ? line(result) : line(result) + "\n             " + note);
  }

  private static String line(FetchResult result) {
    String took = DurationText.of(result.took());
    String tries = result.attempts() > 1 ? "  (" + result.attempts() + " attempts)" : "";
    return switch (result.ending()) {
      case Answered answer ->
          columns(
              "" + answer.status(), took, SizeText.of(answer.bodyBytes()), result.url() + tries);
      case Failed failed ->
          columns("FAILED", "after", took, result.url() + "  " + failed.problem() + tries);
      case Invalid invalid -> columns("INVALID", "", "", result.url() + "  " + invalid.problem());
      case TimedOut(var timeout) ->
          columns("TIMEOUT", "after", DurationText.of(timeout), result.url() + tries);
      case CutOff(var why) -> columns("CUT OFF", "after", took, result.url() + "  " + why);
      case NotStarted(var why) -> columns("SKIPPED", "", "", result.url() + "  " + why);
    };
  }

  private static String columns(String outcome, String second, String third, String rest) {
    return String.format(Locale.ROOT, "  %-7s  %8s  %8s  %s", outcome, second, third, rest);
  }

  @Override
  public void remark(String line) {
    print(line);
  }

  @Override
  public void windingDown(Duration grace) {
    // Not among the results, for programs may read those.
    err.println(
        "Winding down: what is under way gets "
            + DurationText.of(grace)
            + ". Once more stops it at once.");
    err.flush();
  }

  @Override
  public void end(List<FetchResult> results, Summary summary) {
    StringBuilder line = new StringBuilder();
    line.append(summary.urls()).append(summary.urls() == 1 ? " URL in " : " URLs in ");
    line.append(DurationText.of(summary.took())).append(": ");
    line.append(summary.fetched()).append(" fetched (");
    line.append(SizeText.of(summary.bodyBytes())).append("), ");
    line.append(summary.failed()).append(" failed");
    if (summary.cutOff() > 0) {
      line.append(", ").append(summary.cutOff()).append(" cut off");
    }
    if (summary.notStarted() > 0) {
      line.append(", ").append(summary.notStarted()).append(" not started");
    }
    print(line.toString());
  }

  private void print(String lines) {
    out.println(lines);
    out.flush();
  }
}
