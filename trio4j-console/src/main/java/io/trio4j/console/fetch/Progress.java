package io.trio4j.console.fetch;

import io.trio4j.TrioTime;
import io.trio4j.console.fetch.Ending.Answered;
import io.trio4j.console.fetch.Ending.CutOff;
import io.trio4j.console.fetch.Ending.Failed;
import io.trio4j.console.fetch.Ending.Invalid;
import io.trio4j.console.fetch.Ending.NotStarted;
import io.trio4j.console.fetch.Ending.TimedOut;
import io.trio4j.console.fetch.Step.Asked;
import io.trio4j.console.fetch.Step.Ended;
import io.trio4j.console.fetch.Step.Pausing;
import io.trio4j.console.fetch.Step.Replied;
import io.trio4j.console.fetch.Step.Taken;
import io.trio4j.console.text.PlainText;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// How far a batch is, counted from its steps.
///
/// The rate is that of the last ten seconds, so that it follows a server that gets slower; what is
/// left to do, at this rate, is the estimate. With nothing done in that time there is neither.
///
/// @threadsafety any thread
final class Progress {
  private static final Duration WINDOW = Duration.ofSeconds(10);
  // A shorter look back gives rates that jump.
  private static final Duration FIRST_RATE_AFTER = Duration.ofMillis(500);
  private static final int LONGEST_URL = 200;

  // All: guarded by this.
  private final Map<Integer, Flight> underWay = new LinkedHashMap<>(); // the oldest first
  private final Deque<Look> looks = new ArrayDeque<>();
  private int urls;
  private int fetched;
  private int failed;
  private int stopped;
  private long bodyBytes;
  private Optional<TrioTime> graceEnd = Optional.empty();

  synchronized void begin(int urlCount, TrioTime now) {
    urls = urlCount;
    looks.add(new Look(now, 0));
  }

  synchronized void windDown(TrioTime end) {
    graceEnd = Optional.of(end);
  }

  synchronized void step(Step step, TrioTime now) {
    switch (step) {
      case Taken(var number, var url) ->
          underWay.put(number, new Flight(PlainText.elided(url, LONGEST_URL, "..."), now, 0, now));
      case Asked(var number) -> underWay.computeIfPresent(number, (_, flight) -> flight.asked());
      case Replied _ -> {}
      case Pausing(var number, var pause) ->
          underWay.computeIfPresent(number, (_, flight) -> flight.pausing(now.plus(pause)));
      case Ended(var number, var result) -> {
        underWay.remove(number);
        count(result.ending());
      }
    }
  }

  /// Under the monitor.
  private void count(Ending ending) {
    switch (ending) {
      case Answered answer -> {
        bodyBytes += answer.bodyBytes();
        if (answer.isFetched()) {
          fetched++;
        } else {
          failed++;
        }
      }
      case Failed _, Invalid _, TimedOut _ -> failed++;
      case CutOff _, NotStarted _ -> stopped++;
    }
  }

  /// How it is now.
  ///
  /// @param now not before the last look, which the rate refers to
  /// @param mostFlights how many of those under way to show
  synchronized View look(TrioTime now, int mostFlights) {
    int done = fetched + failed + stopped;
    while (looks.size() > 1 && looks.element().at().plus(WINDOW).isBefore(now)) {
      looks.remove();
    }
    OptionalDouble perSecond = looks.isEmpty() ? OptionalDouble.empty() : rate(now, done);
    looks.add(new Look(now, done));
    return new View(
        urls,
        fetched,
        failed,
        underWay.size(),
        Math.max(0, urls - done - underWay.size()),
        bodyBytes,
        perSecond,
        graceEnd.map(now::until),
        underWay.values().stream().limit(mostFlights).map(flight -> flight.at(now)).toList());
  }

  /// Under the monitor.
  private OptionalDouble rate(TrioTime now, int done) {
    Look first = looks.element();
    Duration span = first.at().until(now);
    if (span.compareTo(FIRST_RATE_AFTER) < 0 || done == first.done()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of((done - first.done()) * 1e9 / span.toNanos());
  }

  /// Somebody looked, and so many were done.
  private record Look(TrioTime at, int done) {}

  /// One URL under way.
  ///
  /// @param nextAttempt when it will be asked for again; not after `since` if it is asked now
  private record Flight(String url, TrioTime since, int attempts, TrioTime nextAttempt) {
    Flight asked() {
      return new Flight(url, since, attempts + 1, since);
    }

    Flight pausing(TrioTime until) {
      return new Flight(url, since, attempts, until);
    }

    Wait at(TrioTime now) {
      Optional<Duration> pause =
          since.isBefore(nextAttempt) ? Optional.of(now.until(nextAttempt)) : Optional.empty();
      return new Wait(url, since.until(now), attempts, pause);
    }
  }

  /// What is to be waited for.
  ///
  /// @param url cut if it is very long
  /// @param taking how long it has been under way
  /// @param attempts how many were begun
  /// @param pause the time to its next attempt, if none is under way
  record Wait(String url, Duration taking, int attempts, Optional<Duration> pause) {}

  /// A look at the progress.
  ///
  /// @param urls how many there are
  /// @param fetched how many of them have an answer below 400
  /// @param failed how many have another answer, none, or none in time
  /// @param underWay how many are being fetched
  /// @param waiting how many are not begun
  /// @param bodyBytes length of all bodies so far
  /// @param perSecond how many end in a second; empty if that can't be said
  /// @param grace the time left to those under way, if the program is winding down
  /// @param oldest of those under way
  record View(
      int urls,
      int fetched,
      int failed,
      int underWay,
      int waiting,
      long bodyBytes,
      OptionalDouble perSecond,
      Optional<Duration> grace,
      List<Wait> oldest) {
    View {
      oldest = List.copyOf(oldest);
    }

    int done() {
      return urls - underWay - waiting;
    }

    /// How long it will take at this rate.
    Optional<Duration> left() {
      return perSecond.isPresent()
          ? Optional.of(
              Duration.ofMillis((long) ((urls - done()) * 1000L / perSecond.getAsDouble())))
          : Optional.empty();
    }
  }
}
