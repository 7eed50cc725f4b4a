package io.trio4j.testing.internal;

/// Makes a failing schedule simple: fewer decisions that are not the usual ones, then fewer switches
/// and steps. Delta debugging (Zeller, Hildebrandt 2002) on the list of unusual decisions.
final class Shrinker {
  /// In all tried runs together, so that a shrink takes seconds at most.
  private static final long MOST_STEPS = 1_000_000;

  private static final int MOST_RUNS = 1_000;

  private final Execution execution;
  private final long endBy;
  private Verdict best;
  private int runs;

  Shrinker(Execution execution, Verdict found) {
    this.execution = execution;
    endBy = execution.stepCount() + MOST_STEPS;
    best = found;
  }

  Verdict shrink() throws InterruptedException {
    tryOne(Schedule.USUAL);
    int size = Math.max(1, best.schedule().size() / 2);
    while (mayGoOn()) {
      boolean smaller = withoutPieces(size);
      if (size == 1 && !smaller) {
        break;
      }
      size = Math.max(1, size / 2);
    }
    return best;
  }

  private boolean mayGoOn() {
    return best.schedule().size() > 0 && runs < MOST_RUNS && execution.stepCount() < endBy;
  }

  /// Leaves out pieces of `size` decisions, the last ones first: those before them stay what they
  /// are.
  private boolean withoutPieces(int size) throws InterruptedException {
    boolean smaller = false;
    int to = best.schedule().size();
    while (to > 0 && mayGoOn()) {
      int from = Math.max(0, to - size);
      if (tryOne(best.schedule().without(from, to))) {
        smaller = true;
        to = Math.min(from, best.schedule().size());
      } else {
        to = from;
      }
    }
    return smaller;
  }

  private boolean tryOne(Schedule schedule) throws InterruptedException {
    runs++;
    Verdict verdict = execution.runAgain(schedule);
    if (!verdict.isLike(best) || !isSimpler(verdict, best)) {
      return false;
    }
    best = verdict;
    return true;
  }

  private static boolean isSimpler(Verdict one, Verdict other) {
    if (one.schedule().size() != other.schedule().size()) {
      return one.schedule().size() < other.schedule().size();
    }
    return one.switches() < other.switches()
        || (one.switches() == other.switches() && one.steps() < other.steps());
  }
}
