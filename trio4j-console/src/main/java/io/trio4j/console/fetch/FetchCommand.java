package io.trio4j.console.fetch;

import io.trio4j.console.fetch.Demo.Timing;
import io.trio4j.console.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `trio4j fetch`: the command line, checked and turned into options.
///
/// @since 0.1
@Command(
    name = "fetch",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Fetches URLs, many at once, and says what became of each.",
      "Without a URL it fetches from a small server of its own on this machine and explains"
          + " what one sees.",
      "Ctrl-C winds down: nothing new is started, what is under way gets --grace, and the results"
          + " so far are printed.",
      ""
    },
    footer = {
      "",
      "Durations: 250ms, 1.5s, 2m, 1h; a bare number is seconds. Sizes: 500, 10kB, 64MiB."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all URLs were fetched (an answer below 400), or the demo went as it should",
      "1:all were tried, and some could not be fetched",
      "2:the command line is wrong, and nothing was fetched",
      "3:--total-timeout or --fail-fast stopped it: some were cut off or not started",
      "4:the timeline could not be written",
      "70:trio4j itself failed: please report it",
      "130:SIGINT (Ctrl-C)",
      "143:SIGTERM"
    })
public final class FetchCommand implements Callable<Integer> {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration DEFAULT_BACKOFF = Duration.ofMillis(200);
  private static final int DEFAULT_RETRIES = 2;
  // What Trio.main gives a program after a signal: more can't be had from in here.
  private static final Duration LONGEST_GRACE = Duration.ofSeconds(10);

  private final InputStream standardInput;
  private final Launcher launcher;
  private final Supplier<Terminal> terminal;

  // Set by picocli before call() is called.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "URL", description = "What to fetch; - reads URLs from standard input.")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Read URLs from it, one a line; blank lines and lines with # are skipped.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "How many to fetch at once (default: ${DEFAULT-VALUE}).")
  private int limit = 20;

  @Option(
      names = {"-p", "--per-host"},
      paramLabel = "N",
      description =
          "How many of them from one host (default: no limit of its own). In any case hosts get"
              + " equal shares while they have URLs left.")
  private Optional<Integer> perHost = Optional.empty();

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "TIME",
      converter = DurationText.class,
      description = "For each URL, all its attempts together (default: 10s; without URL: 1s).")
  private Optional<Duration> timeout = Optional.empty();

  @Option(
      names = {"-T", "--total-timeout"},
      paramLabel = "TIME",
      converter = DurationText.class,
      description = "For all URLs together (default: none).")
  private Optional<Duration> totalTimeout = Optional.empty();

  @Option(
      names = {"-r", "--retries"},
      paramLabel = "N",
      description =
          "How often to try again after a broken connection, a 5xx or a 429 (default: 2).")
  private Optional<Integer> retries = Optional.empty();

  @Option(
      names = "--backoff",
      paramLabel = "TIME",
      converter = DurationText.class,
      description =
          "Pause before the first retry at most; it doubles, with jitter"
              + " (default: 200ms; without URL: 50ms).")
  private Optional<Duration> backoff = Optional.empty();

  @Option(names = "--fail-fast", description = "Stop all when one URL can't be fetched.")
  private boolean failFast;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      converter = DurationText.class,
      description =
          "How long fetches may go on after Ctrl-C or SIGTERM, at most 10s (default: 3s).")
  private Duration grace = Duration.ofSeconds(3);

  @Option(
      names = "--max-size",
      paramLabel = "SIZE",
      converter = SizeText.class,
      description = "Longest body to accept; bodies are not kept (default: 64MiB).")
  private long maxSizeBytes = 64L << 20;

  @Mixin private ReportOptions reportOptions = new ReportOptions();

  /// Makes the command.
  ///
  /// @param standardInput where URLs are read from for the argument `-`
  /// @param launcher gives the command its run
  public FetchCommand(InputStream standardInput, Launcher launcher) {
    this(standardInput, launcher, Terminal::detect);
  }

  FetchCommand(InputStream standardInput, Launcher launcher, Supplier<Terminal> terminal) {
    this.standardInput = standardInput;
    this.launcher = launcher;
    this.terminal = terminal;
  }

  /// Fetches.
  ///
  /// @return the exit code
  /// @throws Exception if something failed that is not the fault of a URL
  /// @throws ParameterException if an option or the file is wrong
  @Override
  public Integer call() throws Exception {
    require(limit >= 1, "--limit must be at least 1: " + limit);
    require(perHost.orElse(1) >= 1, "--per-host must be at least 1: " + perHost.orElse(1));
    require(retries.orElse(0) >= 0, "--retries must not be negative: " + retries.orElse(0));
    require(
        grace.compareTo(LONGEST_GRACE) <= 0,
        "--grace must be at most 10s: " + DurationText.of(grace));
    reportOptions.problem().ifPresent(problem -> require(false, problem));
    // Before the run begins, so that Ctrl-C ends the program at once while it reads.
    List<String> urls = readUrls();
    boolean nothingGiven = arguments.isEmpty() && file.isEmpty();
    Output output = output();
    return launcher.launch(() -> tryToRun(output, nothingGiven, urls));
  }

  private void require(boolean rule, String message) {
    if (!rule) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private List<String> readUrls() {
    try {
      return new UrlSource(standardInput).read(arguments, file);
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), "can't read the URLs: " + e, e);
    }
  }

  private Output output() {
    CommandLine commandLine = spec.commandLine();
    return new Output(commandLine.getOut(), commandLine.getErr(), terminal.get());
  }

  private int tryToRun(Output output, boolean isDemo, List<String> urls) {
    try {
      return isDemo ? demo(output) : fetch(output, urls);
    } catch (IOException | RuntimeException e) {
      // Whatever becomes of a URL is a result: this is a fault of ours, or the demo has no port.
      e.printStackTrace(output.err());
      output.err().flush();
      return ExitCode.BROKEN;
    }
  }

  private int fetch(Output output, List<String> urls) {
    Report report = reportOptions.report(output, Narrator.SILENT);
    try (HttpGet http = new HttpGet(maxSizeBytes)) {
      List<FetchResult> results =
          new FetchRun(http, options(DEFAULT_TIMEOUT, DEFAULT_BACKOFF), report).fetch(urls);
      return ExitCode.of(results, report.isWritten());
    }
  }

  private int demo(Output output) throws IOException {
    try (HttpGet http = new HttpGet(maxSizeBytes);
        DemoServer server = DemoServer.start()) {
      Timing timing = isDemoTimingKept() ? Timing.OF_THE_DEMO : Timing.OF_THE_USER;
      return new Demo(server, http, options(Demo.TIMEOUT, Demo.BACKOFF), timing)
          .run(narrator -> reportOptions.report(output, narrator));
    }
  }

  /// With other values the demo shows another picture than the one it knows.
  private boolean isDemoTimingKept() {
    return timeout.isEmpty()
        && totalTimeout.isEmpty()
        && retries.isEmpty()
        && backoff.isEmpty()
        && !failFast;
  }

  private FetchOptions options(Duration defaultTimeout, Duration defaultBackoff) {
    RetrySchedule schedule =
        new RetrySchedule(
            retries.orElse(DEFAULT_RETRIES),
            backoff.orElse(defaultBackoff),
            () -> ThreadLocalRandom.current().nextDouble());
    return new FetchOptions(
        limit,
        perHost.orElse(limit),
        timeout.orElse(defaultTimeout),
        totalTimeout,
        schedule,
        failFast,
        grace);
  }
}
