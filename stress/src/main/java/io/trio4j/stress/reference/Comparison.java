package io.trio4j.stress.reference;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Compares an implementation with the model.
///
/// Several sets of rules can be given: the first that allows a run counts. All but the first stand
/// for differences that are known and not repaired yet.
final class Comparison {
  private final Executor executor;
  private final List<Rules> rules;
  private final int[] needed;
  private int skipped;
  private int ambiguous;

  Comparison(Executor executor, Rules... rules) {
    this.executor = executor;
    this.rules = List.of(rules);
    this.needed = new int[rules.length];
  }

  /// A program on which the two differ.
  ///
  /// @param program what was run
  /// @param seed the seed of the run
  /// @param mode how it was run
  /// @param run what the implementation did
  /// @param allowed what the model allows; empty if it can't even run in this order
  /// @param turn the turn the model could not take, or -1
  record Difference(
      Program program, long seed, Mode mode, Executor.Run run, Set<Outcome> allowed, int turn) {
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      text.append(mode).append(", seed ").append(seed).append('\n');
      text.append("ran:     ").append(run.outcome()).append('\n');
      text.append("turns:   ").append(run.turns()).append('\n');
      if (allowed.isEmpty()) {
        text.append("the model can't take turn ").append(turn).append('\n');
      }
      allowed.forEach(outcome -> text.append("allowed: ").append(outcome).append('\n'));
      return text.toString();
    }
  }

  /// Runs the program once; the difference, if there is one.
  Optional<Difference> check(Program program, long seed, Mode mode) {
    return mode.batons() ? replayed(program, seed, mode) : explored(program, seed);
  }

  private Optional<Difference> replayed(Program program, long seed, Mode mode) {
    Executor.Run run = executor.run(program, seed, mode);
    Set<Outcome> allowed = new HashSet<>();
    int turn = -1;
    for (int k = 0; k < rules.size(); k++) {
      Replay.Result result = Model.replay(program, run.turns(), rules.get(k));
      if (allows(result.outcomes(), run)) {
        needed[k]++;
        ambiguous += result.outcomes().size() > 1 ? 1 : 0;
        return Optional.empty();
      }
      allowed.addAll(result.outcomes());
      turn = Math.max(turn, result.turn());
    }
    return Optional.of(new Difference(program, seed, mode, run, allowed, turn));
  }

  private Optional<Difference> explored(Program program, long seed) {
    Set<Outcome> allowed = new HashSet<>();
    Optional<Executor.Run> run = Optional.empty();
    for (int k = 0; k < rules.size(); k++) {
      Optional<Set<Outcome>> outcomes = Model.outcomes(program, rules.get(k), Model.STATE_LIMIT);
      if (outcomes.isEmpty()) {
        skipped++;
        return Optional.empty();
      }
      if (run.isEmpty()) {
        run = Optional.of(executor.run(program, seed, Mode.PARALLEL));
      }
      if (allows(outcomes.get(), run.get())) {
        needed[k]++;
        return Optional.empty();
      }
      allowed.addAll(outcomes.get());
    }
    return run.map(ran -> new Difference(program, seed, Mode.PARALLEL, ran, allowed, -1));
  }

  private static boolean allows(Set<Outcome> allowed, Executor.Run run) {
    return allowed.contains(run.outcome()) || allowed.contains(Outcome.ASTRAY);
  }

  /// How many programs had too many states to look at.
  int skipped() {
    return skipped;
  }

  /// How many runs left the model more than one outcome.
  int ambiguous() {
    return ambiguous;
  }

  /// How many programs the k-th rules were the first to allow.
  int needed(int k) {
    return needed[k];
  }
}
