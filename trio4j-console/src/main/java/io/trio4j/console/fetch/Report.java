package io.trio4j.console.fetch;

import java.time.Duration;
import java.util.List;

/// Tells the user what became of the URLs.
interface Report {
  /// A result is there. May be called by several tasks at the same time.
  void result(FetchResult result);

  /// A line that belongs to no result.
  void remark(String line);

  /// A signal came: nothing new is started, and what is under way gets `grace`.
  void windingDown(Duration grace);

  /// All is over.
  ///
  /// @param results of all URLs, in their order
  void end(List<FetchResult> results, Summary summary);
}
