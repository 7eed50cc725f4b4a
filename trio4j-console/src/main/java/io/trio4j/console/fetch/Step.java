package io.trio4j.console.fetch;

import io.trio4j.console.fetch.Ending.Reply;
import java.time.Duration;

/// What happens to one URL, told when it happens.
///
/// For one URL the steps come in this order: `Taken`; for each attempt `Asked`, `Replied` and, if
/// another will follow, `Pausing`; `Ended`. A cancel goes from any of them to `Ended`, which is all
/// there is of a URL whose turn did not come.
sealed interface Step {
  /// Which URL of the batch, the first being 0: the same URL may be there twice.
  int number();

  /// Its turn has come.
  record Taken(int number, String url) implements Step {}

  /// A request goes out.
  record Asked(int number) implements Step {}

  /// The request is over.
  record Replied(int number, Reply reply) implements Step {}

  /// It is left alone for a while before the next attempt.
  record Pausing(int number, Duration pause) implements Step {}

  /// There is a result.
  record Ended(int number, FetchResult result) implements Step {}
}
