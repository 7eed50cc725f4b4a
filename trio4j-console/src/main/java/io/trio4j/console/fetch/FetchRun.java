package io.trio4j.console.fetch;

import io.trio4j.Trio;
import io.trio4j.TrioTime;
import java.util.List;

/// Fetches a list of URLs and reports on it, also if a cancel from outside cuts it short.
///
/// @param exchange the network
/// @param options how to fetch
/// @param report who wants to know
record FetchRun(Exchange exchange, FetchOptions options, Report report) {

  /// Fetches `urls` and reports each result and the end.
  ///
  /// @return a result for each URL, in their order
  List<FetchResult> fetch(List<String> urls) {
    TrioTime begun = Trio.currentTime();
    Batch batch = new Batch(urls);
    try {
      new Fetcher(exchange, options, report).fetchAll(batch);
      return batch.results();
    } finally {
      List<FetchResult> results = batch.results();
      report.end(results, Summary.of(results, begun.until(Trio.currentTime())));
    }
  }
}
