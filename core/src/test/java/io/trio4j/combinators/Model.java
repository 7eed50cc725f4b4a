package io.trio4j.combinators;

import io.trio4j.combinators.Script.End;
import io.trio4j.combinators.Script.WhenCancelled;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What several scripts together come to, worked out one end after the other, without tasks.
final class Model {
  private static final long NEVER = Long.MAX_VALUE;

  private final List<Script> scripts;
  private final long outerCancel;
  private final Set<String> thrown = new TreeSet<>();
  private final List<String> tolerated = new ArrayList<>();
  private long cancelled;
  private long lastEnd;
  private boolean someNoticed;
  private @Nullable Script winner;

  private Model(List<Script> scripts, long outerCancel) {
    this.scripts = scripts;
    this.outerCancel = outerCancel;
    cancelled = outerCancel;
  }

  /// One end of one body. What comes of a cancel is the earliest at its time.
  private record Event(Script script, long at, String what) {}

  private static final String CUT = "cut";
  private static final String LATE = "late";

  /// How a body ends if all are cancelled at the present `cancelled`.
  private Event eventOf(Script script) {
    boolean cut =
        script.at() > cancelled && script.whenCancelled() != WhenCancelled.DOES_NOT_NOTICE;
    if (!cut) {
      return new Event(script, script.at(), "");
    }
    boolean fails = script.whenCancelled() == WhenCancelled.FAILS;
    return new Event(script, cancelled, fails ? LATE : CUT);
  }

  private interface Rule {
    void apply(Event event);
  }

  private void play(Rule rule) {
    List<Script> open = new ArrayList<>(scripts);
    while (!open.isEmpty()) {
      Event next =
          open.stream().map(this::eventOf).min(Comparator.comparingLong(Event::at)).orElseThrow();
      open.remove(next.script());
      lastEnd = Math.max(lastEnd, next.at());
      if (next.what().equals(CUT)) {
        someNoticed = true;
      } else if (next.what().isEmpty() && next.script().end() == End.CANCELS_ITSELF) {
        boolean seenOutside = next.at() > cancelled;
        someNoticed |= seenOutside;
      } else {
        rule.apply(next);
      }
    }
  }

  private void cancelAt(long at) {
    cancelled = Math.min(cancelled, at);
  }

  private static String failureOf(Event event) {
    return event.what().equals(LATE) ? event.script().late() : event.script().failure();
  }

  private static boolean isValue(Event event) {
    return event.what().isEmpty() && event.script().end() == End.VALUE;
  }

  private void fail(Event event) {
    thrown.add(failureOf(event));
    cancelAt(event.at());
  }

  private boolean isCancelledFromOutside() {
    return outerCancel <= lastEnd && someNoticed;
  }

  static String all(List<Script> scripts, long outerCancel) {
    Model model = new Model(scripts, outerCancel);
    model.play(event -> {
      if (!isValue(event)) {
        model.fail(event);
      }
    });
    if (!model.thrown.isEmpty()) {
      return "throws " + model.thrown;
    }
    if (model.isCancelledFromOutside()) {
      return "is cancelled";
    }
    List<String> without =
        scripts.stream()
            .filter(script -> script.end() == End.CANCELS_ITSELF)
            .map(script -> "no value " + script.number())
            .toList();
    return without.isEmpty()
        ? "gives " + scripts.stream().map(Script::value).toList()
        : "throws " + without;
  }

  static String allSettled(List<Script> scripts, long outerCancel) {
    Model model = new Model(scripts, outerCancel);
    model.play(event -> {
      if (!isValue(event) && event.at() >= model.cancelled) {
        model.fail(event);
      }
    });
    if (!model.thrown.isEmpty()) {
      return "throws " + model.thrown;
    }
    if (model.isCancelledFromOutside()) {
      return "is cancelled";
    }
    return "gives "
        + scripts.stream()
            .map(script ->
                switch (script.end()) {
                  case VALUE -> script.value();
                  case CANCELS_ITSELF -> "no value " + script.number();
                  case EXCEPTION, ERROR -> script.failure();
                })
            .toList();
  }

  static String race(List<Script> scripts, long outerCancel) {
    Model model = new Model(scripts, outerCancel);
    model.play(event -> {
      if (isValue(event)) {
        model.win(event);
      } else {
        model.fail(event);
      }
    });
    return model.decided();
  }

  static String any(List<Script> scripts, long outerCancel) {
    Model model = new Model(scripts, outerCancel);
    model.play(event -> {
      boolean exception = event.what().equals(LATE) || event.script().end() == Script.End.EXCEPTION;
      boolean hopeless = model.winner == null && event.at() >= model.cancelled;
      if (isValue(event)) {
        model.win(event);
      } else if (exception && !hopeless) {
        model.tolerated.add(failureOf(event));
      } else {
        model.fail(event);
      }
    });
    return model.decided();
  }

  private void win(Event event) {
    if (winner == null) {
      winner = event.script();
      cancelAt(event.at());
    }
  }

  private String decided() {
    if (!thrown.isEmpty()) {
      return "throws " + thrown;
    }
    if (isCancelledFromOutside()) {
      return "is cancelled";
    }
    if (winner != null) {
      return "gives " + winner.value();
    }
    return tolerated.isEmpty() ? "has no result" : "throws " + new TreeSet<>(tolerated);
  }

  static long never() {
    return NEVER;
  }
}
