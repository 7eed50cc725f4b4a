package io.trio4j.console.fetch;

import io.trio4j.console.fetch.Ending.Answered;
import io.trio4j.console.fetch.Ending.CutOff;
import io.trio4j.console.fetch.Ending.Failed;
import io.trio4j.console.fetch.Ending.Invalid;
import io.trio4j.console.fetch.Ending.NotStarted;
import io.trio4j.console.fetch.Ending.TimedOut;
import java.util.Map;
import java.util.Objects;

/// Explains the demo's results, and knows which ones the demo should give with its own options.
final class DemoNarrator implements Narrator {
  private final Map<String, DemoEndpoint> endpoints;

  DemoNarrator(Map<String, DemoEndpoint> endpoints) {
    this.endpoints = Map.copyOf(endpoints);
  }

  @Override
  public String about(FetchResult result) {
    return switch (result.ending()) {
      case Answered answer -> aboutAnswer(result, answer);
      case Failed _ ->
          "Nobody listens at that port: "
              + attempts(result)
              + " refused. Failures are results; they stop nothing.";
      case TimedOut _ -> aboutTimeout(result);
      case CutOff _ -> "It was under way when everything was stopped: its connection is closed.";
      case NotStarted _ -> "Its turn did not come.";
      case Invalid _ -> "";
    };
  }

  private String aboutAnswer(FetchResult result, Answered answer) {
    return switch (endpoint(result)) {
      case FAST -> "Answered at once: body read, counted and thrown away.";
      case STEADY ->
          "It took its "
              + DurationText.of(DemoServer.STEADINESS)
              + "; all others went on meanwhile.";
      case MISSING -> "A 404 is an answer and would be the same again: it is not retried.";
      case FLAKY ->
          answer.isFetched()
              ? "The server says 503 twice: " + attempts(result) + ", with longer pauses between."
              : "Still 503 after " + attempts(result) + ": the third would have got through.";
      case DEAD -> "Somebody listens at that port after all.";
      case SLOW ->
          "The server took its " + DurationText.of(DemoServer.SLOWNESS) + ", and was given them.";
    };
  }

  private String aboutTimeout(FetchResult result) {
    return switch (endpoint(result)) {
      case SLOW ->
          "The server takes "
              + DurationText.of(DemoServer.SLOWNESS)
              + ": the time-out cancelled this fetch, and no other had to wait for it.";
      case FAST, STEADY, MISSING, FLAKY, DEAD ->
          "It would have come to its end in less than a second, but not on this machine now.";
    };
  }

  private static String attempts(FetchResult result) {
    return result.attempts() == 1 ? "one attempt" : result.attempts() + " attempts";
  }

  /// Whether this is what the endpoint gives when the demo runs with its own options.
  boolean isAsExpected(FetchResult result) {
    return switch (endpoint(result)) {
      case FAST, STEADY -> isAnswer(result, 200, 1);
      case MISSING -> isAnswer(result, 404, 1);
      case FLAKY -> isAnswer(result, 200, 3);
      case DEAD -> result.ending() instanceof Failed && result.attempts() == 3;
      case SLOW -> result.ending() instanceof TimedOut && result.attempts() == 1;
    };
  }

  private static boolean isAnswer(FetchResult result, int status, int attempts) {
    return result.ending() instanceof Answered answer
        && answer.status() == status
        && result.attempts() == attempts;
  }

  private DemoEndpoint endpoint(FetchResult result) {
    return Objects.requireNonNull(endpoints.get(result.url()), "a URL of the demo");
  }
}
