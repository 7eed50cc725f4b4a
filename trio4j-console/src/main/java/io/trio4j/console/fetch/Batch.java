package io.trio4j.console.fetch;

import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.console.fetch.Ending.CutOff;
import io.trio4j.console.fetch.Ending.NotStarted;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The URLs of one command: hands each to one task, and knows at any end what became of each.
final class Batch {
  private final List<Entry> entries;
  private final AtomicInteger taken = new AtomicInteger();

  Batch(List<String> urls) {
    entries = urls.stream().map(Entry::new).toList();
  }

  int size() {
    return entries.size();
  }

  /// The next URL, for the calling task alone; empty when all are taken.
  Optional<Entry> tryTake() {
    int next = taken.getAndIncrement();
    return next < entries.size() ? Optional.of(entries.get(next)) : Optional.empty();
  }

  /// Settles the entries that have no result. To be called when the tasks have ended.
  ///
  /// @param why what kept them from being finished
  /// @return their results
  List<FetchResult> settle(String why) {
    return entries.stream().filter(Entry::isOpen).map(entry -> entry.settle(why)).toList();
  }

  /// The results in the order of the URLs. To be called after `settle`.
  List<FetchResult> results() {
    return entries.stream().map(Entry::result).toList();
  }

  /// One URL on its way. Belongs to the task that took it, then, when that has ended, to the one
  /// that opened the nursery.
  static final class Entry {
    private final String url;
    private @Nullable TrioTime begun;
    private int attempts;
    private @Nullable FetchResult result;

    private Entry(String url) {
      this.url = url;
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
