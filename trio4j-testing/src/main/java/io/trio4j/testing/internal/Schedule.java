package io.trio4j.testing.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// The decisions of one run that differ from what is usual ([Choice#usual()]).
///
/// As text: `4:2 9:0` for "at step 4 task 2, at step 9 task 0"; `-` if there are none.
///
/// @param decisions by ascending step
record Schedule(List<Decision> decisions) {
  static final Schedule USUAL = new Schedule(List.of());
  private static final String NONE = "-";

  /// At which step, who.
  record Decision(int step, int task) {}

  Schedule {
    decisions = List.copyOf(decisions);
  }

  static Schedule parse(String text) {
    List<Decision> all = new ArrayList<>();
    if (!text.strip().equals(NONE)) {
      for (String word : text.strip().split("[ ,]+", -1)) {
        all.add(decision(word, text));
      }
    }
    return new Schedule(all);
  }

  private static Decision decision(String word, String text) {
    String[] both = word.split(":", -1);
    if (both.length != 2) {
      throw notASchedule(text, null);
    }
    try {
      return new Decision(Integer.parseInt(both[0]), Integer.parseInt(both[1]));
    } catch (NumberFormatException e) {
      throw notASchedule(text, e);
    }
  }

  private static IllegalArgumentException notASchedule(String text, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "schedule must be what a failed exploration printed, as \"4:2 9:0\", \"-\","
            + " \"random:17\" or \"pct3:17:120\": "
            + text,
        cause);
  }

  int size() {
    return decisions.size();
  }

  int step(int index) {
    return decisions.get(index).step();
  }

  int task(int index) {
    return decisions.get(index).task();
  }

  /// Without those from `from` to `to - 1`.
  Schedule without(int from, int to) {
    List<Decision> left = new ArrayList<>(decisions);
    left.subList(from, to).clear();
    return new Schedule(left);
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(" ").setEmptyValue(NONE);
    decisions.forEach(decision -> text.add(decision.step() + ":" + decision.task()));
    return text.toString();
  }
}
