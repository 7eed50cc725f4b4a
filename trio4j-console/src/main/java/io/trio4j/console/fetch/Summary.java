package io.trio4j.console.fetch;

import io.trio4j.console.fetch.Ending.Answered;
import io.trio4j.console.fetch.Ending.CutOff;
import io.trio4j.console.fetch.Ending.Failed;
import io.trio4j.console.fetch.Ending.Invalid;
import io.trio4j.console.fetch.Ending.NotStarted;
import io.trio4j.console.fetch.Ending.TimedOut;
import java.time.Duration;
import java.util.List;

/// All results in numbers.
///
/// @param urls how many there were
/// @param fetched how many of them have an answer below 400
/// @param failed how many have another answer, none, or none in time
/// @param cutOff how many were under way when everything was stopped
/// @param notStarted how many were not begun
/// @param bodyBytes length of all bodies
/// @param took the time for all
record Summary(
    int urls, int fetched, int failed, int cutOff, int notStarted, long bodyBytes, Duration took) {

  static Summary of(List<FetchResult> results, Duration took) {
    int fetched = 0;
    int failed = 0;
    int cutOff = 0;
    int notStarted = 0;
    long bodyBytes = 0;
    for (FetchResult result : results) {
      switch (result.ending()) {
        case Answered answer -> {
          bodyBytes += answer.bodyBytes();
          if (answer.isFetched()) {
            fetched++;
          } else {
            failed++;
          }
        }
        case Failed _, Invalid _, TimedOut _ -> failed++;
        case CutOff _ -> cutOff++;
        case NotStarted _ -> notStarted++;
      }
    }
    return new Summary(results.size(), fetched, failed, cutOff, notStarted, bodyBytes, took);
  }

  /// Such as `2 URLs in 1.0 s: 1 fetched (1.8 kB), 1 failed`.
  String inWords() {
    StringBuilder words = new StringBuilder();
    words.append(urls).append(urls == 1 ? " URL in " : " URLs in ");
    words.append(DurationText.of(took)).append(": ");
    words.append(fetched).append(" fetched (").append(SizeText.of(bodyBytes)).append("), ");
    words.append(failed).append(" failed");
    if (cutOff > 0) {
      words.append(", ").append(cutOff).append(" cut off");
    }
    if (notStarted > 0) {
      words.append(", ").append(notStarted).append(" not started");
    }
    return words.toString();
  }
}
