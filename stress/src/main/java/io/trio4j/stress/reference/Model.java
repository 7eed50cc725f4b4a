package io.trio4j.stress.reference;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The reference model: what a program may come to.
final class Model {
  /// A program with more states is skipped, and counted by who asked.
  static final int STATE_LIMIT = 60_000;

  /// The rules an implementation is compared with.
  static final Rules RULES = new Rules();

  private Model() {}

  /// What the program comes to when its tasks get their turns in this order: one outcome, or a few
  /// if several things were due at the same instant, or none if it can't run in this order.
  static Replay.Result replay(Program program, List<Integer> turns) {
    return replay(program, turns, RULES);
  }

  /// As [#replay(Program, List)] with other rules.
  static Replay.Result replay(Program program, List<Integer> turns, Rules rules) {
    return Replay.run(Code.of(program), rules, turns);
  }

  /// All that the program may come to when its tasks run in parallel; empty if there is too much to
  /// look at.
  static Optional<Set<Outcome>> outcomes(Program program) {
    return outcomes(program, RULES, STATE_LIMIT);
  }

  /// As [#outcomes(Program)] with other rules and another limit.
  static Optional<Set<Outcome>> outcomes(Program program, Rules rules, int stateLimit) {
    return Explorer.outcomes(Code.of(program), rules, stateLimit);
  }
}
