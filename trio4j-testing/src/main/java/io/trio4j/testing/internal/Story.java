package io.trio4j.testing.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Puts what was found into words.
///
/// @param origin of the schedule that failed
/// @param seed of the exploration
/// @param number of the schedule, counted from 1
record Story(Origin origin, long seed, int number) {
  /// The last turns are those that matter, and a message has to stay readable.
  private static final int TURNS = 40;

  String ofFailure(Verdict verdict, Verdict found) {
    StringBuilder out = new StringBuilder();
    out.append(headline(verdict)).append("\n\n");
    out.append("found by   schedule ")
        .append(number)
        .append(", ")
        .append(origin)
        .append(" (seed ")
        .append(seed)
        .append(")\n");
    out.append("schedule   ").append(verdict.schedule());
    out.append("   (")
        .append(count(verdict.switches(), "switch", "switches"))
        .append(", ")
        .append(count(verdict.steps(), "step", "steps"))
        .append("; as found ")
        .append(count(found.switches(), "switch", "switches"))
        .append(", ")
        .append(count(found.steps(), "step", "steps"))
        .append(")\n");
    out.append("replay     Explorer.replay(\"")
        .append(verdict.schedule())
        .append("\", body), or @Explore(schedule = \"")
        .append(verdict.schedule())
        .append("\")\n\n");
    Trace trace = verdict.trace();
    if (trace != null) {
      out.append("what ran: step, task and how its turn ended (! is a decision of the schedule)\n");
      lines(trace, verdict.schedule()).forEach(line -> out.append(line).append('\n'));
    }
    if (!verdict.dump().isEmpty()) {
      out.append("\nthe tasks when it failed\n").append(verdict.dump());
    }
    return out.toString().stripTrailing();
  }

  private static String count(int count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }

  private static String headline(Verdict verdict) {
    return verdict.detail().isEmpty()
        ? String.valueOf(Verdict.rootOf(verdict.error()))
        : verdict.detail();
  }

  /// Turns of one task in a row that end alike are told in one line.
  private static List<String> lines(Trace trace, Schedule schedule) {
    List<String> all = new ArrayList<>();
    String before = "";
    int times = 1;
    int next = 0;
    for (Trace.Turn turn : trace.turns()) {
      boolean unusual = false;
      while (next < schedule.size() && schedule.step(next) <= turn.step()) {
        unusual = schedule.step(next++) == turn.step();
      }
      String now = turn.task() + " " + turn;
      if (!unusual && now.equals(before)) {
        times++;
        all.set(all.size() - 1, line(turn, false) + " (" + times + " times)");
      } else {
        times = 1;
        all.add(line(turn, unusual));
      }
      before = now;
    }
    return all.size() <= TURNS
        ? all
        : Stream.concat(
                Stream.of("       … " + (all.size() - TURNS) + " lines before"),
                all.stream().skip(all.size() - TURNS))
            .toList();
  }

  private static String line(Trace.Turn turn, boolean unusual) {
    String step = turn.step() < 0 ? "start" : String.valueOf(turn.step());
    return String.format("%s%5s  %d  %s", unusual ? "!" : " ", step, turn.task(), turn);
  }

  String ofDifference(Verdict first, Verdict second, Optional<Trace.Difference> difference) {
    StringBuilder out =
        new StringBuilder(
            "The test is not deterministic: the same schedule, run twice, did not do the same. Look"
                + " for what is not of the run: threads and clocks of the machine, identity hashes,"
                + " iteration over a HashMap, a static field that an earlier schedule has"
                + " changed.\n");
    out.append(
        difference
            .map(Object::toString)
            .orElse(
                "Each turn looked the same; the runs ended with "
                    + end(first)
                    + " and "
                    + end(second)
                    + ", or an earlier run of the schedule was different."));
    Stream.of(first, second)
        .map(Verdict::trace)
        .filter(trace -> trace != null && !trace.fromOutside().isEmpty())
        .findFirst()
        .ifPresent(trace ->
            out.append("\n  woken from outside the run at ")
                .append(String.join("\n  and at ", trace.fromOutside())));
    return out.append("\nfound by   schedule ")
        .append(number)
        .append(", ")
        .append(origin)
        .append(" (seed ")
        .append(seed)
        .append(")")
        .toString();
  }

  private static String end(Verdict verdict) {
    return verdict.kind() + (verdict.error() == null ? "" : " (" + verdict.error() + ")");
  }
}
