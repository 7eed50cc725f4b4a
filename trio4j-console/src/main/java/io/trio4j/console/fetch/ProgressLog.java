package io.trio4j.console.fetch;

import io.trio4j.Nursery;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import java.time.Duration;
import java.util.List;

/// The progress as a line every few seconds: for a log, in which nothing can be drawn over.
final class ProgressLog implements Report {
  /// A log of an hour gets some hundred lines.
  static final Duration INTERVAL = Duration.ofSeconds(5);

  private final Output output;
  private final Progress progress = new Progress();

  ProgressLog(Output output) {
    this.output = output;
  }

  @Override
  public void begin(int urls, Nursery nursery) {
    progress.begin(urls, Trio.currentTime());
    nursery.startSoon("progress", () -> keepWriting());
  }

  private void keepWriting() {
    TrioTime next = Trio.currentTime();
    while (true) {
      next = next.plus(INTERVAL);
      Trio.sleepUntil(next);
      output.notice(ProgressText.inWords(progress.look(Trio.currentTime(), 0)));
    }
  }

  @Override
  public void step(Step step) {
    progress.step(step, Trio.currentTime());
  }

  @Override
  public void remark(String line) {
    // Says nothing of the progress.
  }

  @Override
  public void windingDown(Duration grace) {
    progress.windDown(Trio.currentTime().plus(grace));
  }

  @Override
  public void end(List<FetchResult> results, Summary summary) {
    // The results speak for themselves.
  }
}
