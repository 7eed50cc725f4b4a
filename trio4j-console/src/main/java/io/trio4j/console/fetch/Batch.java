package io.trio4j.console.fetch;

import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.console.fetch.Ending.CutOff;
import io.trio4j.console.fetch.Ending.NotStarted;
import io.trio4j.console.fetch.Step.Ended;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The URLs of one command: knows at any end what became of each.
final class Batch {
  private final List<Entry> entries;

  Batch(List<String> urls) {
    entries = IntStream.range(0, urls.size()).mapToObj(i -> new Entry(i, urls.get(i))).toList();
  }

  int size() {
    return entries.size();
  }

  /// In the order of the URLs.
  List<Entry> entries() {
    return entries;
  }

  /// Settles the entries that have no result. To be called when the tasks have ended.
  ///
  /// @param why what kept them from being finished
  /// @return their last steps
  List<Ended> settle(String why) {
    return entries.stream()
        .filter(Entry::isOpen)
        .map(entry -> new Ended(entry.number(), entry.settle(why)))
        .toList();
  }

  /// The results in the order of the URLs. To be called after `settle`.
  List<FetchResult> results() {
    return entries.stream().map(Entry::result).toList();
  }

  /// One URL on its way. Belongs to the task that took it, then, when that has ended, to the one
  /// that opened the nursery.
  static final class Entry {
    private final int number;
    private final String url;
    private @Nullable TrioTime begun;
    private int attempts;
    private @Nullable FetchResult result;

    private Entry(int number, String url) {
      this.number = number;
      this.url = url;
    }

    /// Its place in the batch, from 0.
    int number() {
      return number;
    }

    String url() {
      return url;
    }

    void begin() {
      begun = Trio.currentTime();
    }

    void countAttempt() {
      attempts++;
    }

    int attempts() {
      return attempts;
    }

    FetchResult end(Ending ending) {
      Duration took = begun == null ? Duration.ZERO : begun.until(Trio.currentTime());
      FetchResult ended = new FetchResult(url, ending, took, attempts);
      result = ended;
      return ended;
    }

    private boolean isOpen() {
      return result == null;
    }

    private FetchResult settle(String why) {
      return end(begun == null ? new NotStarted(why) : new CutOff(why));
    }

    private FetchResult result() {
      if (result == null) {
        throw new IllegalStateException(url + " has no result yet: settle the batch first");
      }
      return result;
    }
  }
}
