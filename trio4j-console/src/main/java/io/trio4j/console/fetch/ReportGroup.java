package io.trio4j.console.fetch;

import io.trio4j.Nursery;
import java.time.Duration;
import java.util.List;

/// Several reports on the same fetches, told one after the other.
record ReportGroup(List<Report> reports) implements Report {
  @Override
  public void begin(int urls, Nursery nursery) {
    reports.forEach(report -> report.begin(urls, nursery));
  }

  @Override
  public void step(Step step) {
    reports.forEach(report -> report.step(step));
  }

  @Override
  public void remark(String line) {
    reports.forEach(report -> report.remark(line));
  }

  @Override
  public void windingDown(Duration grace) {
    reports.forEach(report -> report.windingDown(grace));
  }

  @Override
  public void end(List<FetchResult> results, Summary summary) {
    reports.forEach(report -> report.end(results, summary));
  }

  @Override
  public boolean isWritten() {
    return reports.stream().allMatch(Report::isWritten);
  }
}
