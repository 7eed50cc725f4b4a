package io.trio4j.testing.internal;

/// Makes a failing schedule simple: few decisions that are not the usual ones, few switches, few
/// steps.
///
/// First decisions are left out as long as the run still fails (delta debugging, Zeller and
/// Hildebrandt 2002). What is left may still be a long way round, so then schedules with no
/// preemption are tried, with one, and so on (iterative context bounding, Musuvathi and Qadeer
/// 2007), for a while.
final class Shrinker {
  /// In all tried runs together, so that a shrink takes seconds at most.
  private static final long MOST_STEPS = 500_000;

  private static final int MOST_RUNS_OF_PIECES = 500;

  /// For each number of preemptions. Fewer: a deadlock of four keeps detours. More: seconds.
  private static final int MOST_RUNS_OF_A_BOUND = 2_000;

  private final Execution execution;
  private final long endBy;
  private Verdict best;

  Shrinker(Execution execution, Verdict found) {
    this.execution = execution;
    endBy = execution.stepCount() + MOST_STEPS;
    best = found;
  }

  Verdict shrink() throws InterruptedException {
    leaveOut();
    if (searchFewerSwitches()) {
      leaveOut();
    }
    return best;
  }

  private boolean mayGoOn() {
    return best.schedule().size() > 0 && execution.stepCount() < endBy;
  }

  private void leaveOut() throws InterruptedException {
    isTaken(execution.runAgain(new Choosers.Replay(Schedule.USUAL)));
    int size = Math.max(1, best.schedule().size() / 2);
    int left = MOST_RUNS_OF_PIECES;
    while (mayGoOn() && left > 0) {
      left -= (best.schedule().size() + size - 1) / size;
      boolean smaller = withoutPieces(size);
      if (size == 1 && !smaller) {
        return;
      }
      size = Math.max(1, size / 2);
    }
  }

  /// Leaves out pieces of `size` decisions, the last ones first: those before them stay what they
  /// are.
  private boolean withoutPieces(int size) throws InterruptedException {
    boolean smaller = false;
    int to = best.schedule().size();
    while (to > 0 && mayGoOn()) {
      int from = Math.max(0, to - size);
      Schedule less = best.schedule().without(from, to);
      if (isTaken(execution.runAgain(new Choosers.Replay(less)))) {
        smaller = true;
        to = Math.min(from, best.schedule().size());
      } else {
        to = from;
      }
    }
    return smaller;
  }

  private boolean searchFewerSwitches() throws InterruptedException {
    for (int bound = 0; bound <= best.switches() && mayGoOn(); bound++) {
      Tree tree = new Tree(bound);
      boolean more = true;
      for (int runs = 0; more && runs < MOST_RUNS_OF_A_BOUND && mayGoOn(); runs++) {
        Touches touches = new Touches(false);
        if (isTaken(execution.runAgain(tree.leader(touches)))) {
          return true;
        }
        more = tree.advance(touches);
      }
    }
    return false;
  }

  /// Whether it shows the same failure in a simpler way, and so is the best from now on.
  private boolean isTaken(Verdict verdict) {
    if (!verdict.isLike(best) || cost(verdict) >= cost(best)) {
      return false;
    }
    best = verdict;
    return true;
  }

  /// What one has to read; at the same cost, the shorter one.
  private static long cost(Verdict verdict) {
    long decisions = (long) verdict.schedule().size() + verdict.switches();
    return (decisions << Integer.SIZE) + verdict.steps();
  }
}
