package io.trio4j.console.fetch;

import io.trio4j.Nursery;
import java.time.Duration;
import java.util.List;

/// Tells the user what becomes of the URLs.
interface Report {
  /// The fetches are about to begin. A report that moves by itself starts its tasks here.
  ///
  /// @param urls how many there are
  /// @param nursery what is started in it is cancelled when the fetches are over
  default void begin(int urls, Nursery nursery) {}

  /// Something happened to a URL. The steps of one URL come one after the other, from the task that
  /// fetches it; several tasks may call at the same time.
  void step(Step step);

  /// A line that belongs to no result.
  void remark(String line);

  /// A signal came: nothing new is started, and what is under way gets `grace`.
  void windingDown(Duration grace);

  /// All is over.
  ///
  /// @param results of all URLs, in their order
  void end(List<FetchResult> results, Summary summary);

  /// Whether everything that was to be written could be. To be asked after `end`.
  default boolean isWritten() {
    return true;
  }
}
