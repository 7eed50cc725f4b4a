package io.trio4j.testing.internal;

import io.trio4j.Action;
import io.trio4j.testing.Exploration;
import io.trio4j.testing.ExplorerOptions;
import io.trio4j.testing.FailedScheduleError;
import io.trio4j.testing.Strategy;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Looks for a schedule that fails.
public final class Search {
  private static final System.Logger LOG = System.getLogger("io.trio4j.testing");

  /// After so many schedules, and each tenfold, one is run again and compared.
  private static final int FIRST_COMPARISON = 10;

  private final ExplorerOptions options;
  private final Execution execution;
  private final Set<Long> seen = new HashSet<>(); // hashes of what ran
  private int schedules;
  private int longest;
  private int nextComparison = FIRST_COMPARISON;

  /// A search that has not begun.
  ///
  /// @param options what to try
  /// @param body the test
  public Search(ExplorerOptions options, Action<? extends Throwable> body) {
    this.options = options;
    Limits limits = new Limits(options.maxSteps(), options.grace().toMillis());
    execution = new Execution(body, limits, options.seed());
  }

  /// Explores.
  ///
  /// @return what was tried, if nothing failed
  /// @throws InterruptedException if the exploration is to end
  public Exploration explore() throws InterruptedException {
    Story first = new Story(new Origin.Written(Schedule.USUAL), options.seed(), 1);
    Optional<FailedScheduleError> differs =
        new Investigation(execution, first).compare(Schedule.USUAL);
    if (differs.isPresent()) {
      throw differs.get();
    }
    return switch (options.strategy()) {
      case Strategy.Exhaustive all -> exhaust(all);
      case Strategy.Random _, Strategy.Pct _, Strategy.Mixed _ -> draw();
    };
  }

  /// Runs one schedule, which was printed by an exploration or written by hand.
  ///
  /// @param text the schedule
  /// @throws InterruptedException if the exploration is to end
  public void replay(String text) throws InterruptedException {
    Origin origin = Origin.parse(text);
    Chooser chooser = origin.chooser();
    Verdict verdict = execution.run(chooser);
    schedules = 1;
    boolean fits =
        !(chooser instanceof Choosers.Replay replay) || (replay.misfit() < 0 && replay.isUsedUp());
    if (!verdict.passed()) {
      throw new Investigation(execution, story(origin)).exactFailure(verdict);
    }
    if (!fits) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the schedule {0} does not fit the test any more, which passed: the code has changed"
              + " since it was found. Explore again.",
          text);
    }
  }

  private Story story(Origin origin) {
    return new Story(origin, options.seed(), schedules);
  }

  // Drawn schedules

  private Exploration draw() throws InterruptedException {
    while (schedules < options.schedules()) {
      Origin origin = origin(schedules);
      Verdict verdict = execution.run(origin.chooser());
      count(verdict);
      judge(origin, verdict);
    }
    return result(0, 0, false);
  }

  private Origin origin(int number) {
    long seed = options.seed() + number;
    return switch (options.strategy()) {
      case Strategy.Random _ -> new Origin.Random(seed);
      case Strategy.Pct(int depth) -> new Origin.Pct(depth, seed, Math.max(longest, 1));
      default -> mixed(number, seed);
    };
  }

  private Origin mixed(int number, long seed) {
    if (number < 2) {
      return number == 0 ? new Origin.Written(Schedule.USUAL) : new Origin.InTurn();
    }
    return switch (number % 4) {
      case 1 -> new Origin.Pct(2, seed, Math.max(longest, 1));
      case 3 -> new Origin.Pct(3, seed, Math.max(longest, 1));
      default -> new Origin.Random(seed);
    };
  }

  private void count(Verdict verdict) {
    schedules++;
    seen.add(verdict.hash());
    longest = Math.max(longest, verdict.steps());
  }

  private void judge(Origin origin, Verdict verdict) throws InterruptedException {
    if (!verdict.passed()) {
      throw new Investigation(execution, story(origin)).failure(verdict);
    }
    if (schedules == nextComparison) {
      nextComparison *= FIRST_COMPARISON;
      compare(origin, verdict);
    }
  }

  /// Once more, as written down: is the schedule all that decides?
  private void compare(Origin origin, Verdict verdict) throws InterruptedException {
    Verdict again = execution.run(new Choosers.Replay(verdict.schedule()));
    if (again.hash() != verdict.hash()) {
      Investigation investigation = new Investigation(execution, story(origin));
      throw investigation
          .compare(verdict.schedule())
          .orElseGet(() -> investigation.notDeterministic(again, verdict, verdict));
    }
  }

  // All schedules

  private Exploration exhaust(Strategy.Exhaustive all) throws InterruptedException {
    Tree tree = new Tree(all.mostPreemptions());
    boolean more = true;
    while (more && schedules < options.schedules()) {
      Touches touches = new Touches(all.sharing() == Strategy.Sharing.DECLARED);
      Verdict verdict = execution.run(tree.leader(touches), touches);
      count(verdict);
      Origin origin = new Origin.Written(verdict.schedule());
      if (tree.differentStep() >= 0) {
        throw differs(origin, verdict);
      }
      judge(origin, verdict);
      more = tree.advance(touches);
    }
    return result(tree.redundantCount(), tree.coverage(), !more && !tree.isBounded());
  }

  private FailedScheduleError differs(Origin origin, Verdict verdict) throws InterruptedException {
    Investigation investigation = new Investigation(execution, story(origin));
    return investigation
        .compare(verdict.schedule())
        .orElseGet(() -> investigation.notDeterministic(verdict, verdict, verdict));
  }

  private Exploration result(int redundant, double coverage, boolean complete) {
    return new Exploration(
        options.strategy(),
        schedules,
        seen.size(),
        redundant,
        execution.stepCount(),
        longest,
        coverage,
        complete);
  }
}
