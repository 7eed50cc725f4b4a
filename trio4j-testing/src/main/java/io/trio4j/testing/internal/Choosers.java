package io.trio4j.testing.internal;

import java.util.Arrays;

/// The ways of choosing that need no memory of earlier runs.
final class Choosers {
  private Choosers() {}

  /// As `schedule` says.
  static final class Replay implements Chooser {
    private final Schedule schedule;
    private int next;
    private int misfit = -1;

    Replay(Schedule schedule) {
      this.schedule = schedule;
    }

    @Override
    public int choose(Choice at) {
      while (next < schedule.size() && schedule.step(next) < at.step()) {
        next++; // a step that is not there: written by hand, or the code has changed
      }
      if (next == schedule.size() || schedule.step(next) != at.step()) {
        return at.usual();
      }
      int index = at.indexOf(schedule.task(next++));
      if (index < 0 && misfit < 0) {
        misfit = at.step();
      }
      return index < 0 ? at.usual() : index;
    }

    /// The first step at which the task that should go on was not ready, or -1.
    int misfit() {
      return misfit;
    }

    boolean isUsedUp() {
      return next == schedule.size();
    }
  }

  /// Everybody in turn.
  static final class InTurn implements Chooser {
    @Override
    public int choose(Choice at) {
      return 0;
    }
  }

  /// Each of those who are ready with the same probability.
  static final class Random implements Chooser {
    private final Draws draws;

    Random(long seed) {
      draws = new Draws(Draws.mixed(seed));
    }

    @Override
    public int choose(Choice at) {
      return at.count() == 1 ? 0 : draws.below(at.count());
    }
  }

  /// Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatte: "A Randomized
  /// Scheduler with Probabilistic Guarantees of Finding Bugs", ASPLOS 2010): the ready task with
  /// the highest priority goes on; priorities are drawn, and at `depth - 1` drawn steps the task
  /// that had the turn falls below all drawn ones. A bug of depth d in a run of n tasks and k steps
  /// is found with a probability of at least 1 / (n k^(d-1)).
  ///
  /// We differ in one thing: a task that goes on for long while others are ready falls too
  /// ([Choice#PATIENCE]), since code may well wait for others in a loop around a checkpoint.
  static final class Pct implements Chooser {
    private final Draws draws;
    private final int[] changes; // steps, in the order of the priorities they give
    private long[] priorities = new long[8]; // by task; 0: not drawn yet
    private long lowest = 0;

    Pct(long seed, int depth, int stepCount) {
      draws = new Draws(Draws.mixed(seed));
      changes = new int[depth - 1];
      for (int i = 0; i < changes.length; i++) {
        changes[i] = draws.below(Math.max(stepCount, 1));
      }
    }

    @Override
    public int choose(Choice at) {
      draw(at);
      for (int change : changes) {
        if (change == at.step()) {
          lower(at.last());
        }
      }
      if (at.isOverPatience()) {
        lower(at.last());
      }
      int best = 0;
      for (int i = 1; i < at.count(); i++) {
        if (priorities[at.candidate(i)] > priorities[at.candidate(best)]) {
          best = i;
        }
      }
      return best;
    }

    private void draw(Choice at) {
      for (int i = 0; i < at.count(); i++) {
        int task = at.candidate(i);
        if (task >= priorities.length) {
          priorities = Arrays.copyOf(priorities, 2 * task);
        }
        if (priorities[task] == 0) {
          priorities[task] = (draws.next() >>> 1) | 1; // above all lowered ones
        }
      }
    }

    private void lower(int task) {
      if (task < priorities.length) {
        priorities[task] = --lowest;
      }
    }
  }
}
