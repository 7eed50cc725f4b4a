package io.trio4j.console.fetch;

import io.trio4j.Trio;
import io.trio4j.console.fetch.Ending.Answered;
import io.trio4j.console.fetch.Ending.Failed;
import io.trio4j.console.fetch.Ending.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A network whose answers are written down beforehand and come on the run's clock. For runs in
/// which one task runs at a time. A request nobody expected fails the test.
final class FakeNetwork implements Exchange {
  private final Map<String, Deque<Step>> steps = new HashMap<>();
  private final List<String> requests = new ArrayList<>();
  private int underWay;
  private int mostUnderWay;

  /// The next answer of `url`.
  FakeNetwork answers(String url, Duration delay, int status) {
    return add(url, new Step(delay, new Answered(status, 10)));
  }

  /// The next attempt at `url` breaks, and another may do better.
  FakeNetwork breaks(String url, Duration delay) {
    return add(url, new Step(delay, new Failed("IOException: broken", true)));
  }

  /// The next attempt at `url` breaks for good.
  FakeNetwork refuses(String url, Duration delay) {
    return add(url, new Step(delay, new Failed("SSLHandshakeException: no", false)));
  }

  private FakeNetwork add(String url, Step step) {
    steps.computeIfAbsent(url, _ -> new ArrayDeque<>()).add(step);
    return this;
  }

  @Override
  public Reply get(URI uri) {
    Deque<Step> expected = steps.getOrDefault(uri.toString(), new ArrayDeque<>());
    if (expected.isEmpty()) {
      throw new AssertionError("nobody expected a request for " + uri);
    }
    Step step = expected.remove();
    requests.add(Duration.ofNanos(Trio.currentTime().nanos()).toMillis() + " " + uri);
    underWay++;
    mostUnderWay = Math.max(mostUnderWay, underWay);
    try {
      Trio.sleep(step.delay());
      return step.reply();
    } finally {
      underWay--;
    }
  }

  /// The requests, each as milliseconds on the run's clock and the URL.
  List<String> requests() {
    return requests;
  }

  int mostUnderWay() {
    return mostUnderWay;
  }

  private record Step(Duration delay, Reply reply) {}
}
