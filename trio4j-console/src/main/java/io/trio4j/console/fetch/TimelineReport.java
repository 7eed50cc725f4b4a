package io.trio4j.console.fetch;

import io.trio4j.Nursery;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.console.fetch.Ending.Answered;
import io.trio4j.console.fetch.Ending.CutOff;
import io.trio4j.console.fetch.Ending.Failed;
import io.trio4j.console.fetch.Ending.Invalid;
import io.trio4j.console.fetch.Ending.NotStarted;
import io.trio4j.console.fetch.Ending.TimedOut;
import io.trio4j.console.text.PlainText;
import io.trio4j.console.timeline.Phase;
import io.trio4j.console.timeline.Timeline;
import io.trio4j.console.timeline.TimelineSvg;
import io.trio4j.console.timeline.Track;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps what happened when, and draws it into a file at the end.
final class TimelineReport implements Report {
  private final Path file;
  private final Output output;
  private final Map<Integer, TrackRecorder> recorders = new ConcurrentHashMap<>();
  private final List<Phase> phases = new ArrayList<>(); // written by the task that winds down

  // Both: written by the main task.
  private TrioTime begun = TrioTime.NEVER;
  private boolean isWritten;

  TimelineReport(Path file, Output output) {
    this.file = file;
    this.output = output;
  }

  @Override
  public void begin(int urls, Nursery nursery) {
    begun = Trio.currentTime();
  }

  @Override
  public void step(Step step) {
    recorders
        .computeIfAbsent(step.number(), _ -> new TrackRecorder())
        .record(step, nanosSinceBegin());
  }

  private long nanosSinceBegin() {
    return begun.until(Trio.currentTime()).toNanos();
  }

  @Override
  public void remark(String line) {
    // Belongs to no moment.
  }

  @Override
  public void windingDown(Duration grace) {
    phases.add(
        new Phase(nanosSinceBegin(), "winding down, " + DurationText.of(grace) + " of grace"));
  }

  @Override
  public void end(List<FetchResult> results, Summary summary) {
    try {
      Files.writeString(file, TimelineSvg.draw(timeline(results, summary)));
      isWritten = true;
    } catch (IOException e) {
      output.notice("can't write the timeline: " + PlainText.of(e.toString()));
    }
  }

  private Timeline timeline(List<FetchResult> results, Summary summary) {
    results.stream()
        .map(TimelineReport::whyStopped)
        .filter(why -> !why.isEmpty())
        .findFirst()
        .ifPresent(why -> phases.add(new Phase(summary.took().toNanos(), "stopped: " + why)));
    List<Track> tracks = new ArrayList<>();
    for (int number = 0; number < results.size(); number++) {
      TrackRecorder recorder = recorders.getOrDefault(number, new TrackRecorder());
      tracks.add(recorder.track(results.get(number)));
    }
    return new Timeline(
        "trio4j fetch", summary.inWords(), summary.took().toNanos(), tracks, phases);
  }

  private static String whyStopped(FetchResult result) {
    return switch (result.ending()) {
      case CutOff(var why) -> why;
      case NotStarted(var why) -> why;
      case Answered _, Failed _, Invalid _, TimedOut _ -> "";
    };
  }

  @Override
  public boolean isWritten() {
    return isWritten;
  }
}
