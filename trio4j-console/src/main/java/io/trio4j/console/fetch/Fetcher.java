package io.trio4j.console.fetch;

import io.trio4j.CancelReason;
import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.ScopeOptions;
import io.trio4j.Trio;
import io.trio4j.console.fetch.Batch.Entry;
import io.trio4j.console.fetch.Ending.Invalid;
import io.trio4j.console.fetch.Ending.Reply;
import io.trio4j.console.fetch.Ending.TimedOut;
import io.trio4j.console.fetch.Step.Asked;
import io.trio4j.console.fetch.Step.Ended;
import io.trio4j.console.fetch.Step.Pausing;
import io.trio4j.console.fetch.Step.Replied;
import io.trio4j.console.fetch.Step.Taken;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;

/// Fetches a batch with a fixed number of tasks, each taking the next URL when it is done with one;
/// [Turns] says which that is.
///
/// Three things can stop all of it, and all three act on one cancel scope: the time-out for all is
/// its deadline, `--fail-fast` cancels it, and a graceful shutdown from outside gives it the grace
/// of the command line. What was not finished then is settled as cut off or not started, so that
/// there is a result for every URL however it ends.
final class Fetcher {
  private static final String INTERRUPTED = "interrupted";

  private final Exchange exchange;
  private final FetchOptions options;
  private final Report report;

  /// Makes a fetcher for one batch or several.
  ///
  /// @param report told of each step by the task that makes it, and at the end of the URLs that
  ///   were not finished
  Fetcher(Exchange exchange, FetchOptions options, Report report) {
    this.exchange = exchange;
    this.options = options;
    this.report = report;
  }

  /// Returns when every URL of the batch has a result, or was stopped; the batch is settled also if
  /// a cancel from outside goes through.
  void fetchAll(Batch batch) {
    CancelScope everything = CancelScope.of(scopeOptions());
    try {
      Nursery.run(
          "fetch",
          nursery -> {
            nursery.startSoon("grace", () -> limitGrace(everything));
            report.begin(batch.size(), nursery);
            everything.enter(() -> work(batch, everything));
            nursery.cancel("all is done");
          });
    } finally {
      batch.settle(whyStopped(everything)).forEach(report::step);
    }
  }

  private ScopeOptions scopeOptions() {
    ScopeOptions defaults = ScopeOptions.defaults();
    return options.totalTimeout().map(defaults::withTimeout).orElse(defaults);
  }

  /// When a shutdown begins, those under way get as long as the command line says.
  private void limitGrace(CancelScope everything) {
    CancelScope.untilShutdown(() -> Trio.sleepForever());
    report.windingDown(options.grace());
    everything.cancelGracefully(options.grace());
  }

  private void work(Batch batch, CancelScope everything) {
    Turns turns = new Turns(batch.entries(), options.perHost());
    Nursery.run(
        "workers",
        nursery -> {
          int workers = Math.min(options.limit(), batch.size());
          for (int number = 1; number <= workers; number++) {
            nursery.startSoon("worker-" + number, () -> fetchInTurn(turns, everything));
          }
        });
  }

  private void fetchInTurn(Turns turns, CancelScope everything) {
    Optional<Entry> turn = turns.tryTake();
    while (turn.isPresent() && !CancelScope.isShuttingDown()) {
      Entry entry = turn.get();
      FetchResult result = fetch(entry);
      report.step(new Ended(entry.number(), result));
      if (options.failFast() && !result.ending().isFetched()) {
        everything.cancel("--fail-fast: " + result.url() + " could not be fetched");
        Trio.checkpoint();
      }
      turn = turns.tryTakeAfter(entry);
    }
  }

  private FetchResult fetch(Entry entry) {
    entry.begin();
    report.step(new Taken(entry.number(), entry.url()));
    URI uri;
    try {
      uri = UrlText.parse(entry.url());
    } catch (URISyntaxException e) {
      return entry.end(new Invalid(e.getReason()));
    }
    Duration timeout = options.timeout();
    Ending ending =
        CancelScope.<Ending, RuntimeException>moveOnAfterOrElse(
            timeout, new TimedOut(timeout), () -> attempt(entry, uri));
    return entry.end(ending);
  }

  private Reply attempt(Entry entry, URI uri) {
    while (true) {
      entry.countAttempt();
      report.step(new Asked(entry.number()));
      Reply reply = exchange.get(uri);
      report.step(new Replied(entry.number(), reply));
      if (!reply.isTransient()
          || !options.retries().allowsAnother(entry.attempts())
          || !pause(entry)) {
        return reply;
      }
    }
  }

  /// Waits before another attempt, unless there will be none: because the program is winding down,
  /// or the time will be up before. What the last attempt gave says more then than a time-out.
  private boolean pause(Entry entry) {
    Duration pause = options.retries().pauseAfter(entry.attempts());
    if (CancelScope.isShuttingDown()
        || !Trio.currentTime().plus(pause).isBefore(CancelScope.currentEffectiveDeadline())) {
      return false;
    }
    report.step(new Pausing(entry.number(), pause));
    return !CancelScope.untilShutdown(() -> Trio.sleep(pause)).cancelledCaught();
  }

  private String whyStopped(CancelScope everything) {
    return everything.reason().map(this::describe).orElse(INTERRUPTED);
  }

  private String describe(CancelReason reason) {
    return switch (reason.source()) {
      case EXPLICIT -> reason.text();
      case DEADLINE ->
          options
              .totalTimeout()
              .map(total -> "the time-out for all, " + DurationText.of(total) + ", has passed")
              .orElse(INTERRUPTED);
      case NURSERY, INTERRUPT, SHUTDOWN, RUN -> INTERRUPTED;
    };
  }
}
