package io.trio4j.stress.reference;

import java.util.Optional;
import java.util.Set;

/// Compares an implementation with the model.
final class Comparison {
  private final Executor executor;
  private int skipped;
  private int ambiguous;

  Comparison(Executor executor) {
    this.executor = executor;
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
      text.append(mode).append(" seed ").append(seed).append('\n');
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
    return switch (mode) {
      case DETERMINISTIC -> replayed(program, seed);
      case PARALLEL -> explored(program, seed);
    };
  }

  private Optional<Difference> replayed(Program program, long seed) {
    Executor.Run run = executor.run(program, seed, Mode.DETERMINISTIC);
    Replay.Result result = Model.replay(program, run.turns());
    Set<Outcome> allowed = result.outcomes();
    if (allowed.size() > 1) {
      ambiguous++;
    }
    if (allowed.contains(run.outcome()) || allowed.contains(Outcome.ASTRAY)) {
      return Optional.empty();
    }
    return Optional.of(
        new Difference(program, seed, Mode.DETERMINISTIC, run, allowed, result.turn()));
  }

  private Optional<Difference> explored(Program program, long seed) {
    Optional<Set<Outcome>> allowed = Model.outcomes(program);
    if (allowed.isEmpty()) {
      skipped++;
      return Optional.empty();
    }
    Executor.Run run = executor.run(program, seed, Mode.PARALLEL);
    if (allowed.get().contains(run.outcome()) || allowed.get().contains(Outcome.ASTRAY)) {
      return Optional.empty();
    }
    return Optional.of(new Difference(program, seed, Mode.PARALLEL, run, allowed.get(), -1));
  }

  /// How many programs had too many states to look at.
  int skipped() {
    return skipped;
  }

  /// How many runs left the model more than one outcome.
  int ambiguous() {
    return ambiguous;
  }
}
