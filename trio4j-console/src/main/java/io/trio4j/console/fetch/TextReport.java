package io.trio4j.console.fetch;

import io.trio4j.console.fetch.Ending.Answered;
import io.trio4j.console.fetch.Ending.CutOff;
import io.trio4j.console.fetch.Ending.Failed;
import io.trio4j.console.fetch.Ending.Invalid;
import io.trio4j.console.fetch.Ending.NotStarted;
import io.trio4j.console.fetch.Ending.TimedOut;
import io.trio4j.console.fetch.Step.Ended;
import io.trio4j.console.terminal.Tone;
import io.trio4j.console.text.PlainText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// A line for each result as it comes, and one for all.
final class TextReport implements Report {
  private final Output output;
  private final Narrator narrator;

  TextReport(Output output, Narrator narrator) {
    this.output = output;
    this.narrator = narrator;
  }

  @Override
  public void step(Step step) {
    // Of those whose turn did not come there may be thousands; the summary counts them.
    if (step instanceof Ended(_, var result) && !(result.ending() instanceof NotStarted)) {
      String note = narrator.about(result);
      output.print(note.isEmpty() ? line(result) : line(result) + "\n             " + note);
    }
  }

  private String line(FetchResult result) {
    String took = DurationText.of(result.took());
    String tries = result.attempts() > 1 ? "  (" + result.attempts() + " attempts)" : "";
    return switch (result.ending()) {
      case Answered answer -> answered(answer, took, result.url() + tries);
      case Failed failed ->
          columns(
              Tone.BAD, "FAILED", "after", took, result.url() + "  " + failed.problem() + tries);
      case Invalid invalid ->
          columns(Tone.BAD, "INVALID", "", "", result.url() + "  " + invalid.problem());
      case TimedOut(var timeout) ->
          columns(Tone.BAD, "TIMEOUT", "after", DurationText.of(timeout), result.url() + tries);
      case CutOff(var why) ->
          columns(Tone.ODD, "CUT OFF", "after", took, result.url() + "  " + why);
      case NotStarted(var why) -> columns(Tone.ODD, "SKIPPED", "", "", result.url() + "  " + why);
    };
  }

  private String answered(Answered answer, String took, String rest) {
    Tone tone = answer.isFetched() ? Tone.GOOD : Tone.BAD;
    return columns(tone, "" + answer.status(), took, SizeText.of(answer.bodyBytes()), rest);
  }

  private String columns(Tone tone, String outcome, String second, String third, String rest) {
    return "  "
        + output.paint(tone, String.format(Locale.ROOT, "%-7s", outcome))
        + String.format(Locale.ROOT, "  %8s  %8s  %s", second, third, PlainText.of(rest));
  }

  @Override
  public void remark(String line) {
    output.print(line);
  }

  @Override
  public void windingDown(Duration grace) {
    // Not among the results, for programs may read those.
    output.windingDown(grace);
  }

  @Override
  public void end(List<FetchResult> results, Summary summary) {
    output.print(summary.inWords());
  }
}
