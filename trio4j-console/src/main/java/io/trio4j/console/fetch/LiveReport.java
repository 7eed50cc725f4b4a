package io.trio4j.console.fetch;

import io.trio4j.Nursery;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.console.fetch.Step.Ended;
import io.trio4j.console.terminal.Size;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The progress at the bottom of a terminal, drawn again ten times a second, while the results of
/// another report scroll by above it.
///
/// Each frame is one write over the last one, so nothing flickers; results wait for the next frame.
/// The cursor stays visible and lines are cut only within a frame, so wherever the program is
/// killed, the terminal is as it was. Fetching tasks never wait for the terminal.
final class LiveReport implements Report {
  /// Faster than one reads; slow enough to cost nothing.
  static final Duration FRAME = Duration.ofMillis(100);

  /// A batch that is done sooner needs no progress.
  static final Duration FIRST_AFTER = Duration.ofMillis(300);

  // The terminal's size is asked for by a process: every two seconds is soon enough after a change.
  private static final int FRAMES_PER_SIZE = 20;

  private static final String CUT_LINES = "\u001b[?7l";
  private static final String WRAP_LINES = "\u001b[?7h";
  private static final String ERASE_REST_OF_LINE = "\u001b[K";
  private static final String ERASE_BELOW = "\u001b[J";

  private final Report results;
  private final Output output;
  private final ProgressText text;
  private final Progress progress = new Progress();
  private final Queue<Step> ended = new ConcurrentLinkedQueue<>();

  private volatile Size size = Size.USUAL; // written by the task that draws
  private int drawnLines; // guarded by this; the cursor is at the end of the last one
  private boolean isLive; // guarded by this

  /// Makes a report.
  ///
  /// @param results prints the results; told of the steps `Ended`, one at a time
  /// @param output of which standard error is a terminal
  LiveReport(Report results, Output output) {
    this.results = results;
    this.output = output;
    text = new ProgressText(output.terminal().isColoured(), output.terminal().isUnicode());
  }

  @Override
  public void begin(int urls, Nursery nursery) {
    TrioTime now = Trio.currentTime();
    progress.begin(urls, now);
    results.begin(urls, nursery);
    nursery.startSoon("progress", () -> keepDrawing(now.plus(FIRST_AFTER)));
  }

  private void keepDrawing(TrioTime first) {
    for (int frame = 0; true; frame++) {
      if (frame % FRAMES_PER_SIZE == 0) {
        size = output.terminal().size().get();
      }
      drawFrame(!Trio.currentTime().isBefore(first));
      Trio.sleep(FRAME);
    }
  }

  private synchronized void drawFrame(boolean show) {
    isLive = show;
    if (ended.isEmpty()) {
      draw();
    } else {
      above(() -> {});
    }
  }

  @Override
  public void step(Step step) {
    progress.step(step, Trio.currentTime());
    if (step instanceof Ended) {
      ended.add(step);
    }
  }

  @Override
  public synchronized void remark(String line) {
    above(() -> results.remark(line));
  }

  @Override
  public synchronized void windingDown(Duration grace) {
    progress.windDown(Trio.currentTime().plus(grace));
    above(() -> results.windingDown(grace));
  }

  @Override
  public synchronized void end(List<FetchResult> all, Summary summary) {
    isLive = false;
    above(() -> results.end(all, summary));
  }

  @Override
  public boolean isWritten() {
    return results.isWritten();
  }

  /// Prints what is there to be printed where the progress stood, and draws that below. Under the
  /// monitor.
  private void above(Runnable print) {
    if (drawnLines > 0) {
      write(toFirstLine() + ERASE_BELOW);
      drawnLines = 0;
    }
    for (Step step = ended.poll(); step != null; step = ended.poll()) {
      results.step(step);
    }
    print.run();
    draw();
  }

  /// Under the monitor.
  private void draw() {
    if (!isLive) {
      return;
    }
    List<String> lines =
        text.lines(progress.look(Trio.currentTime(), ProgressText.MOST_FLIGHTS), size);
    StringBuilder frame = new StringBuilder(toFirstLine()).append(CUT_LINES);
    frame.append(String.join(ERASE_REST_OF_LINE + "\r\n", lines));
    frame.append(ERASE_BELOW).append(WRAP_LINES);
    write(frame.toString());
    drawnLines = lines.size();
  }

  /// Under the monitor.
  private String toFirstLine() {
    return drawnLines > 1 ? "\u001b[" + (drawnLines - 1) + "A\r" : "\r";
  }

  private void write(String text) {
    PrintWriter err = output.err();
    err.print(text);
    err.flush();
  }
}
