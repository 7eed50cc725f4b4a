package io.trio4j.testing.internal;

import io.trio4j.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What each turn of one run was, in words: kept only of runs that are looked at closely.
///
/// @threadsafety none: written by the task that has the turn
final class Trace {
  /// Two runs that should be equal are told apart by what does not depend on the JVM's addresses.
  private static final Pattern IDENTITY = Pattern.compile("@[0-9a-f]+");

  /// One turn, at its end.
  ///
  /// @param step the decision that gave it; -1 for the main task's first, which nobody decided
  /// @param task its number
  /// @param path of the task
  /// @param what it did last
  /// @param stack the user's frames then
  record Turn(int step, int task, String path, String what, List<StackTraceElement> stack) {
    /// Whether this turn and another did the same, as far as can be seen.
    boolean isLike(Turn other) {
      return task == other.task
          && path.equals(other.path)
          && what.equals(other.what)
          && Places.first(stack).equals(Places.first(other.stack));
    }

    @Override
    public String toString() {
      String place = Places.first(stack);
      return path + ": " + what + (place.isEmpty() ? "" : " at " + place);
    }
  }

  private final List<Turn> turns = new ArrayList<>();
  private final List<String> fromOutside = new ArrayList<>();

  void stopped(int step, int task, Task<?> who, @Nullable Object subject) {
    String what = subject == null ? "checkpoint" : "waits for " + textOf(subject);
    turns.add(new Turn(step, task, who.path(), what, Places.here()));
  }

  void ended(int step, int task, Task<?> who) {
    String what = who.outcome().map(outcome -> "ends, " + kindOf(outcome)).orElse("ends");
    turns.add(new Turn(step, task, who.path(), what, List.of()));
  }

  private static String kindOf(io.trio4j.Outcome<?> outcome) {
    return switch (outcome) {
      case io.trio4j.Outcome.Success<?> _ -> "succeeded";
      case io.trio4j.Outcome.Failure<?>(Throwable error) ->
          "failed with " + error.getClass().getSimpleName();
      case io.trio4j.Outcome.Stopped<?> _ -> "cancelled";
    };
  }

  void wokenFromOutside(int step, Task<?> who) {
    fromOutside.add("step " + step + ": thread " + Thread.currentThread() + " woke " + who.path());
  }

  /// Of users: may throw.
  static String textOf(Object subject) {
    try {
      return IDENTITY.matcher(String.valueOf(subject)).replaceAll("");
    } catch (RuntimeException e) {
      return subject.getClass().getSimpleName() + ", whose toString threw " + e;
    }
  }

  List<Turn> turns() {
    return turns;
  }

  List<String> fromOutside() {
    return fromOutside;
  }

  /// The first place at which two traces of one schedule differ.
  ///
  /// @return empty if they are equal
  static Optional<Difference> difference(Trace first, Trace second) {
    int common = Math.min(first.turns.size(), second.turns.size());
    for (int i = 0; i < common; i++) {
      if (!first.turns.get(i).isLike(second.turns.get(i))) {
        return Optional.of(new Difference(i, first.turns.get(i), second.turns.get(i)));
      }
    }
    return first.turns.size() == second.turns.size()
        ? Optional.empty()
        : Optional.of(new Difference(common, turn(first, common), turn(second, common)));
  }

  private static @Nullable Turn turn(Trace trace, int index) {
    return index < trace.turns.size() ? trace.turns.get(index) : null;
  }

  /// What two runs of one schedule did at the same turn.
  ///
  /// @param turn counted from 0
  /// @param first null if the first run was over
  /// @param second null if the second run was over
  record Difference(int turn, @Nullable Turn first, @Nullable Turn second) {
    @Override
    public String toString() {
      return "The first difference is turn "
          + turn
          + ".\n  the first time:  "
          + text(first)
          + "\n  the second time: "
          + text(second);
    }

    private static String text(@Nullable Turn turn) {
      return turn == null
          ? "the run was over"
          : turn + "\n" + Places.lines(turn.stack(), "      ").stripTrailing();
    }
  }
}
