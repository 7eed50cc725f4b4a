package io.trio4j.conformance.mutants;

import io.trio4j.conformance.harness.Mutant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What a run of all tests says of a mutant.
enum Verdict {
  /// Tests of its line failed, and no others.
  EXCLUSIVE,
  /// As [#EXCLUSIVE], but other tests of the line than the mutant tells.
  OTHER_TESTS,
  /// No test failed.
  SURVIVED,
  /// A test failed that is not of its line.
  TOO_BROAD,
  /// Not all tests ran, or the run came to no end: nothing can be said.
  INCOMPLETE;

  /// A test that failed in one mode.
  ///
  /// @param test class and method
  /// @param lines that it is of
  /// @param why what it threw
  record Failed(String test, Set<String> lines, String why) {
    static Failed parse(String row) {
      String[] parts = row.split("\t", -1);
      Set<String> lines = parts[1].isEmpty() ? Set.of() : Set.of(parts[1].split(","));
      return new Failed(parts[0], lines, parts[2]);
    }

    String print() {
      return String.join("\t", test, String.join(",", new TreeSet<>(lines)), why);
    }
  }

  /// @param count how many tests there are
  /// @param ran how many were run
  static Verdict of(Mutant mutant, int count, int ran, List<Failed> failed) {
    if (ran != count || ran == 0) {
      return INCOMPLETE;
    }
    if (failed.isEmpty()) {
      return SURVIVED;
    }
    if (!failed.stream().allMatch(test -> test.lines().contains(mutant.line()))) {
      return TOO_BROAD;
    }
    Set<String> tests = new TreeSet<>(failed.stream().map(Failed::test).toList());
    return tests.equals(mutant.tests()) ? EXCLUSIVE : OTHER_TESTS;
  }
}
