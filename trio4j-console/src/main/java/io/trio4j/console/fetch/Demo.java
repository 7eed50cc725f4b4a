package io.trio4j.console.fetch;

import io.trio4j.CancelScope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What `trio4j fetch` does without a URL: fetches from its own server and explains what one sees.
final class Demo {
  /// Short, so that the slow endpoint is given up soon; long enough for all others on a busy
  /// machine.
  static final Duration TIMEOUT = Duration.ofSeconds(1);

  /// Short, so that three attempts leave most of the time-out to a busy machine.
  static final Duration BACKOFF = Duration.ofMillis(50);

  private final DemoServer server;
  private final Exchange exchange;
  private final FetchOptions options;
  private final Timing timing;

  Demo(DemoServer server, Exchange exchange, FetchOptions options, Timing timing) {
    this.server = server;
    this.exchange = exchange;
    this.options = options;
    this.timing = timing;
  }

  /// Fetches all endpoints, explains, and checks the picture.
  ///
  /// @param reports makes a report that uses the demo's narrator
  /// @return the exit code: 0 if the picture is the one that was to be shown
  int run(Function<Narrator, Report> reports) throws IOException {
    Map<String, DemoEndpoint> endpoints = new LinkedHashMap<>();
    for (DemoEndpoint endpoint : DemoEndpoint.values()) {
      endpoints.put(server.url(endpoint).toString(), endpoint);
    }
    DemoNarrator narrator = new DemoNarrator(endpoints);
    Report report = reports.apply(narrator);
    rehearse(endpoints.values());
    report.remark(opening(endpoints.size()));
    List<FetchResult> results =
        new FetchRun(exchange, options, report).fetch(new ArrayList<>(endpoints.keySet()));
    if (!report.isWritten()) {
      return ExitCode.NOT_WRITTEN;
    }
    if (CancelScope.isShuttingDown()) {
      // The picture is cut short, and the exit code that of the signal.
      return ExitCode.FAILED;
    }
    boolean asExpected = results.stream().allMatch(narrator::isAsExpected);
    report.remark(closing(asExpected));
    return asExpected || timing == Timing.OF_THE_USER ? ExitCode.FETCHED : ExitCode.FAILED;
  }

  /// The first requests of a JVM load hundreds of classes and run as slowly as code can, which
  /// would be all that the times show, and on a busy machine too much for the time-out.
  private void rehearse(Collection<DemoEndpoint> endpoints) throws IOException {
    for (DemoEndpoint endpoint : endpoints) {
      boolean isQuick = endpoint != DemoEndpoint.STEADY && endpoint != DemoEndpoint.SLOW;
      for (int turn = 0; turn < DemoServer.FLAKY_CYCLE && isQuick; turn++) {
        var _ = exchange.get(server.url(endpoint));
      }
    }
  }

  private String opening(int urls) {
    String atOnce = options.limit() < urls ? options.limit() + " at once, " : "all at once, ";
    return "No URL given, so this fetches from a server of its own on this machine: "
        + urls
        + " URLs, "
        + atOnce
        + DurationText.of(options.timeout())
        + " for each.\n";
  }

  private String closing(boolean asExpected) {
    if (timing == Timing.OF_THE_USER) {
      return "\nExit code 0: with options of yours the demo does not check what it shows.";
    }
    return asExpected
        ? """

        No fetch held up another, and not one task is left.
        Exit code 0: this is the picture the demo should give. Now with URLs of yours:
          trio4j fetch https://example.org/ --json\
        """
        : "\nExit code 1: this is not the picture the demo should give. Is the machine very busy?";
  }

  /// Whose time-outs and retries the demo runs with.
  enum Timing {
    /// Its own: what they give is known and checked.
    OF_THE_DEMO,
    /// Those of the command line.
    OF_THE_USER
  }
}
