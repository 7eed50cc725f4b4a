package io.trio4j.testing.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the last turns of a run that does not end have in common.
final class Livelock {
  /// A circle longer than this is told by counts.
  private static final int LONGEST = 64;

  /// A circle is one if it was gone through so often.
  private static final int TIMES = 3;

  private static final int SHOWN = 12;

  private Livelock() {}

  static String describe(List<Trace.Turn> turns, int steps) {
    StringBuilder out = new StringBuilder();
    out.append("livelock: no end after ")
        .append(steps)
        .append(" steps, the last half of them with everybody in turn\n");
    int period = period(turns);
    if (period > 0) {
      out.append("  these ").append(period).append(" turns repeat:\n");
      turns
          .subList(turns.size() - period, turns.size())
          .forEach(turn -> out.append("    ").append(turn).append('\n'));
    } else if (!turns.isEmpty()) {
      out.append("  the most frequent of the last turns:\n");
      counts(turns).entrySet().stream()
          .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
          .limit(SHOWN)
          .forEach(entry ->
              out.append("    ")
                  .append(entry.getValue())
                  .append(" x ")
                  .append(entry.getKey())
                  .append('\n'));
    }
    return out.toString().stripTrailing();
  }

  private static Map<String, Integer> counts(List<Trace.Turn> turns) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    int from = Math.max(0, turns.size() - LONGEST * TIMES);
    turns
        .subList(from, turns.size())
        .forEach(turn -> counts.merge(turn.toString(), 1, Integer::sum));
    return counts;
  }

  /// The length of the circle the turns end with; 0 if there is none.
  private static int period(List<Trace.Turn> turns) {
    for (int period = 1; period <= LONGEST && period * TIMES <= turns.size(); period++) {
      if (repeats(turns, period)) {
        return period;
      }
    }
    return 0;
  }

  private static boolean repeats(List<Trace.Turn> turns, int period) {
    int end = turns.size();
    for (int i = end - period * (TIMES - 1); i < end; i++) {
      if (!turns.get(i).isLike(turns.get(i - period))) {
        return false;
      }
    }
    return true;
  }
}
