package io.trio4j.testing;

/// How an [Explorer] chooses the schedules it tries.
///
/// {@snippet class="io.trio4j.snippets.ExplorerSnippets" region="strategy"}
///
/// A schedule is a list of turns: at each checkpoint, wait and end of a task somebody who is ready
/// goes on. Between two of these nothing else of the run happens, as in every run that executes one
/// task at a time; so bugs that need two plain memory accesses of two cores to meet are not found
/// by any strategy. Those belong into parallel mode and to jcstress.
///
/// @since 0.1
public sealed interface Strategy {
  /// The usual order, everybody in turn, then random schedules and PCT with depths 2 and 3
  /// alternately: what to use unless there is a reason.
  record Mixed() implements Strategy {}

  /// At each step everybody who is ready goes on with the same probability.
  record Random() implements Strategy {}

  /// Probabilistic concurrency testing (Burckhardt and others, ASPLOS 2010): tasks have drawn
  /// priorities, and at `depth - 1` drawn steps the running one falls behind all others. Finds bugs
  /// that need few switches at the right places in long tests, where random schedules switch
  /// everywhere.
  ///
  /// @param depth how many orderings the bug needs: 1 for a wrong order of whole tasks, 2 for most
  ///   atomicity bugs; positive
  record Pct(int depth) implements Strategy {
    /// Checks.
    ///
    /// @throws IllegalArgumentException if `depth` is not positive
    public Pct {
      if (depth <= 0) {
        throw new IllegalArgumentException("depth must be positive: " + depth);
      }
    }
  }

  /// All schedules, one after the other, for tests of a few tasks and steps: their number grows
  /// exponentially. [Exploration#complete()] tells whether all were tried.
  ///
  /// @param mostPreemptions how often a task that could go on may be left; most bugs need one or
  ///   two; `Integer.MAX_VALUE` for no bound
  /// @param sharing whether the order of turns that have nothing in common can be left out
  record Exhaustive(int mostPreemptions, Sharing sharing) implements Strategy {
    /// Checks.
    ///
    /// @throws IllegalArgumentException if `mostPreemptions` is negative
    public Exhaustive {
      if (mostPreemptions < 0) {
        throw new IllegalArgumentException(
            "mostPreemptions must not be negative: " + mostPreemptions);
      }
    }

    /// With a bound. Then no orders are left out for what the test declares: the two don't go
    /// together.
    ///
    /// @param bound not negative
    /// @return a copy
    /// @throws IllegalArgumentException if `bound` is negative
    public Exhaustive withMostPreemptions(int bound) {
      return new Exhaustive(bound, sharing);
    }

    /// For a test that keeps the promise of [Sharing#DECLARED].
    ///
    /// @return a copy
    public Exhaustive withDeclaredSharing() {
      return new Exhaustive(mostPreemptions, Sharing.DECLARED);
    }
  }

  /// What the explorer may assume about turns of different tasks.
  enum Sharing {
    /// Nothing: any two turns may have touched the same field. No order is left out.
    UNKNOWN,
    /// The test calls [Explorer#touches(Object)] in each turn that reads or writes something that
    /// other tasks use too. What is seen without being told: waits and wake-ups with the same
    /// subject, parking lots, starts and ends of tasks, cancels. What is not seen: fields, scopes
    /// and outcomes that are only asked. Of two turns that have nothing in common one order is
    /// tried (sleep sets, Godefroid 1996); a test that does not keep the promise loses schedules
    /// that might have failed.
    DECLARED
  }

  /// The default.
  ///
  /// @return the strategy
  static Strategy mixed() {
    return new Mixed();
  }

  /// Random schedules.
  ///
  /// @return the strategy
  static Strategy random() {
    return new Random();
  }

  /// Probabilistic concurrency testing.
  ///
  /// @param depth positive
  /// @return the strategy
  /// @throws IllegalArgumentException if `depth` is not positive
  static Strategy pct(int depth) {
    return new Pct(depth);
  }

  /// All schedules.
  ///
  /// @return the strategy, without a bound
  static Exhaustive exhaustive() {
    return new Exhaustive(Integer.MAX_VALUE, Sharing.UNKNOWN);
  }
}
