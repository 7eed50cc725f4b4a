package io.trio4j.console.fetch;

import io.trio4j.console.fetch.Step.Ended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Keeps what it is told. For runs in which one task runs at a time.
final class RecordingReport implements Report {
  private final List<Step> steps = new ArrayList<>();
  private final List<Duration> graces = new ArrayList<>();

  @Override
  public void step(Step step) {
    steps.add(step);
  }

  @Override
  public void remark(String line) {
    throw new AssertionError("nobody expected a remark: " + line);
  }

  @Override
  public void windingDown(Duration grace) {
    graces.add(grace);
  }

  @Override
  public void end(List<FetchResult> all, Summary summary) {
    throw new AssertionError("nobody expected an end: " + summary);
  }

  /// In the order in which they came.
  List<Step> steps() {
    return steps;
  }

  /// Those that came with the last steps, in their order.
  List<FetchResult> results() {
    return steps.stream()
        .filter(Ended.class::isInstance)
        .map(step -> ((Ended) step).result())
        .toList();
  }

  List<Duration> graces() {
    return graces;
  }
}
