package io.trio4j.console.fetch;

import io.trio4j.console.fetch.Ending.Answered;
import io.trio4j.console.fetch.Ending.CutOff;
import io.trio4j.console.fetch.Ending.Failed;
import io.trio4j.console.fetch.Ending.Invalid;
import io.trio4j.console.fetch.Ending.NotStarted;
import io.trio4j.console.fetch.Ending.Reply;
import io.trio4j.console.fetch.Ending.TimedOut;
import io.trio4j.console.fetch.Step.Asked;
import io.trio4j.console.fetch.Step.Ended;
import io.trio4j.console.fetch.Step.Pausing;
import io.trio4j.console.fetch.Step.Replied;
import io.trio4j.console.fetch.Step.Taken;
import io.trio4j.console.text.PlainText;
import io.trio4j.console.timeline.Kind;
import io.trio4j.console.timeline.Span;
import io.trio4j.console.timeline.Track;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Turns the steps of one URL into its line in the timeline. Belongs to the task that fetches it,
/// then to the one that opened the nursery.
final class TrackRecorder {
  private static final int LONGEST_URL = 120;

  private final List<Span> spans = new ArrayList<>();
  private String url = "";
  private int attempts;
  private boolean isAsked;
  private boolean isPausing;
  private long sinceNanos; // when what is open now began

  void record(Step step, long nanos) {
    switch (step) {
      case Taken taken -> {
        url = PlainText.elided(taken.url(), LONGEST_URL, "\u2026");
        sinceNanos = nanos;
      }
      case Asked _ -> {
        endPause(nanos);
        attempts++;
        isAsked = true;
        sinceNanos = nanos;
      }
      case Replied(_, var reply) -> endAttempt(kind(reply), outcome(reply), nanos);
      case Pausing _ -> isPausing = true;
      case Ended(_, var result) -> end(result.ending(), nanos);
    }
  }

  private void endPause(long nanos) {
    if (isPausing) {
      isPausing = false;
      add(Kind.PAUSE, "pause after attempt " + attempts, nanos);
    }
  }

  private void endAttempt(Kind kind, String outcome, long nanos) {
    isAsked = false;
    add(kind, "attempt " + attempts + ": " + outcome, nanos);
    // What comes next begins here, though it may be told a moment later.
    sinceNanos = nanos;
  }

  /// What is still open was ended by a cancel.
  private void end(Ending ending, long nanos) {
    switch (ending) {
      case Answered _, Failed _ -> endPause(nanos);
      case Invalid _ -> add(Kind.FAILED, outcome(ending), nanos);
      case TimedOut _ -> endByCancel(Kind.TIMED_OUT, ending, nanos);
      case CutOff _ -> endByCancel(Kind.CUT_OFF, ending, nanos);
      case NotStarted _ -> {}
    }
  }

  private void endByCancel(Kind kind, Ending ending, long nanos) {
    endPause(nanos);
    if (isAsked) {
      endAttempt(kind, outcome(ending), nanos);
    } else {
      sinceNanos = nanos;
      add(kind, outcome(ending), nanos);
    }
  }

  private void add(Kind kind, String about, long nanos) {
    String took = DurationText.of(Duration.ofNanos(nanos - sinceNanos));
    spans.add(new Span(kind, sinceNanos, nanos, url + ", " + about + ", " + took));
  }

  private static Kind kind(Reply reply) {
    return switch (reply) {
      case Answered answer -> answer.isFetched() ? Kind.FETCHED : Kind.REFUSED;
      case Failed _ -> Kind.FAILED;
    };
  }

  private static String outcome(Ending ending) {
    return switch (ending) {
      case Answered answer -> "" + answer.status();
      case Failed failed -> failed.problem();
      case Invalid(var problem) -> problem;
      case TimedOut _ -> "timed out";
      case CutOff _ -> "cut off";
      case NotStarted _ -> "not started";
    };
  }

  /// The whole line.
  Track track(FetchResult result) {
    String tries = attempts > 1 ? " \u00b7 " + attempts + " tries" : "";
    String took = spans.isEmpty() ? "" : " \u00b7 " + DurationText.of(result.took());
    return new Track(result.url(), inAWord(result.ending()) + took + tries, spans);
  }

  /// What fits beside a line; its bars say more.
  private static String inAWord(Ending ending) {
    return switch (ending) {
      case Failed _ -> "failed";
      case Invalid _ -> "no URL";
      case Answered _, TimedOut _, CutOff _, NotStarted _ -> outcome(ending);
    };
  }
}
