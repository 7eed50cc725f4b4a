package io.trio4j.stress.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Compares an implementation with the model on many random programs, and shows the small ones on
/// which they differ.
final class Campaign {
  /// So many are shrunk and shown; more say nothing new.
  private static final int MOST_SHOWN = 3;

  /// How often the shrinker may try, and how often a program is run to see it fail again.
  private static final int SHRINKING_TRIES = 2_000;

  private static final int RUNS_WITH_BATONS = 20;
  private static final int RUNS_PARALLEL = 300;

  /// Programs whose turns are replayed have up to so many nodes, about.
  private static final int LARGEST_REPLAYED = 40;

  /// Parallel ones are smaller: all their interleavings are looked at.
  private static final int LARGEST_EXPLORED = 16;

  private static final int SMALLEST = 6;

  private final Comparison comparison;
  private final Mode mode;
  private final List<String> reports = new ArrayList<>();
  private int programs;
  private int differences;
  private long nanos;

  Campaign(Comparison comparison, Mode mode) {
    this.comparison = comparison;
    this.mode = mode;
  }

  /// The program that belongs to a seed.
  static Program program(long seed, Mode mode) {
    int largest = mode.batons() ? LARGEST_REPLAYED : LARGEST_EXPLORED;
    int size = SMALLEST + (int) Math.floorMod(seed, (long) largest - SMALLEST + 1);
    return Generator.program(seed, size);
  }

  /// Runs the programs of `count` seeds from `firstSeed` on.
  Campaign run(long firstSeed, int count) {
    long before = System.nanoTime();
    for (long seed = firstSeed; seed < firstSeed + count; seed++) {
      programs++;
      Optional<Comparison.Difference> difference =
          comparison.check(program(seed, mode), seed, mode);
      if (difference.isPresent()) {
        differences++;
        if (reports.size() < MOST_SHOWN) {
          reports.add(report(difference.get()));
        }
      }
    }
    nanos += System.nanoTime() - before;
    return this;
  }

  /// The smallest program found that differs too, as Java, with what it did.
  private String report(Comparison.Difference found) {
    int runs = mode.batons() ? RUNS_WITH_BATONS : RUNS_PARALLEL;
    Program smallest =
        Shrinker.shrink(
            found.program(), program -> again(program, runs).isPresent(), SHRINKING_TRIES);
    Comparison.Difference shown = again(smallest, 5 * runs).orElse(found);
    return "program "
        + found.seed()
        + ", shrunk:\n"
        + JavaPrinter.method("program_" + found.seed(), mode, shown.program())
        + shown
        + "as found:\n"
        + found;
  }

  private Optional<Comparison.Difference> again(Program program, int runs) {
    for (int seed = 0; seed < runs; seed++) {
      Optional<Comparison.Difference> difference = comparison.check(program, seed, mode);
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  int programs() {
    return programs;
  }

  int differences() {
    return differences;
  }

  /// The first few differences, for people.
  List<String> reports() {
    return reports;
  }

  @Override
  public String toString() {
    return "%d programs, %s: %d differ, %d skipped, %d with more than one outcome, %.1f s"
        .formatted(
            programs, mode, differences, comparison.skipped(), comparison.ambiguous(), nanos / 1e9);
  }
}
