package io.trio4j.console.fetch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Keeps what it is told. For runs in which one task runs at a time.
final class RecordingReport implements Report {
  private final List<FetchResult> results = new ArrayList<>();
  private final List<Duration> graces = new ArrayList<>();

  @Override
  public void result(FetchResult result) {
    results.add(result);
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
  List<FetchResult> results() {
    return results;
  }

  List<Duration> graces() {
    return graces;
  }
}
