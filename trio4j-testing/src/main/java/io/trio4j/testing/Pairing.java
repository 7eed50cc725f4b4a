package io.trio4j.testing;

import io.trio4j.ExceptionGroup.Branch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Who belongs to whom: expectations on one side, failures on the other, each taken once.
///
/// A plain "first that fits" goes wrong when a wide expectation takes what a narrow one needs, so
/// this looks for the largest pairing, by augmenting paths (Kuhn, Hungarian method, 1955).
final class Pairing {
  /// A group of thousands would bury the first lines, which are the ones people read.
  private static final int SHOWN = 10;

  private static final int NOBODY = -1;

  private final List<Expected> expected;
  private final List<Branch> found;
  private final int[] takenBy; // for each failure the expectation it is paired with
  private final int[] takes; // for each expectation its failure

  private Pairing(List<Expected> expected, List<Branch> found) {
    this.expected = expected;
    this.found = found;
    takenBy = new int[found.size()];
    takes = new int[expected.size()];
    Arrays.fill(takenBy, NOBODY);
    Arrays.fill(takes, NOBODY);
  }

  static Pairing of(List<Expected> expected, List<Branch> found) {
    Pairing pairing = new Pairing(expected, found);
    boolean[][] fits = pairing.fits();
    for (int i = 0; i < expected.size(); i++) {
      pairing.find(i, fits, new boolean[found.size()]);
    }
    return pairing;
  }

  private boolean[][] fits() {
    boolean[][] fits = new boolean[expected.size()][found.size()];
    for (int i = 0; i < expected.size(); i++) {
      for (int j = 0; j < found.size(); j++) {
        fits[i][j] = expected.get(i).problem(found.get(j)).isEmpty();
      }
    }
    return fits;
  }

  /// Finds a failure for expectation `i`, moving others to another one where that helps.
  private boolean find(int i, boolean[][] fits, boolean[] tried) {
    for (int j = 0; j < found.size(); j++) {
      if (fits[i][j] && !tried[j]) {
        tried[j] = true;
        if (takenBy[j] == NOBODY || find(takenBy[j], fits, tried)) {
          takenBy[j] = i;
          takes[i] = j;
          return true;
        }
      }
    }
    return false;
  }

  /// Whether nobody is left on either side.
  boolean isComplete() {
    return unpaired(takes).isEmpty() && unpaired(takenBy).isEmpty();
  }

  private static List<Integer> unpaired(int[] side) {
    return IntStream.range(0, side.length).filter(i -> side[i] == NOBODY).boxed().toList();
  }

  /// Who is left, and why they don't fit each other.
  String explanation() {
    List<Integer> missing = unpaired(takes);
    List<Integer> surplus = unpaired(takenBy);
    List<String> lines = new ArrayList<>();
    if (!missing.isEmpty()) {
      lines.add("expected and not in it:");
      missing.stream()
          .limit(SHOWN)
          .forEach(i -> lines.add(Expected.indent(expected.get(i) + whoTookIt(i))));
      addMore(missing.size(), lines);
    }
    if (!surplus.isEmpty()) {
      lines.add("in it and not expected:");
      surplus.stream()
          .limit(SHOWN)
          .forEach(j -> lines.add(Expected.indent(surplusText(j, missing))));
      addMore(surplus.size(), lines);
    }
    return String.join("\n", lines);
  }

  private String whoTookIt(int i) {
    for (int j = 0; j < takenBy.length; j++) {
      if (takenBy[j] != NOBODY && expected.get(i).problem(found.get(j)).isEmpty()) {
        return "\n  would fit "
            + found.get(j).error()
            + ", which "
            + expected.get(takenBy[j])
            + " took";
      }
    }
    return "";
  }

  private String surplusText(int j, List<Integer> missing) {
    Branch branch = found.get(j);
    StringBuilder text = new StringBuilder(Expected.describe(branch));
    for (int i : missing.subList(0, Math.min(SHOWN, missing.size()))) {
      expected
          .get(i)
          .problem(branch)
          .ifPresent(why ->
              text.append("\n  is not the ")
                  .append(expected.get(i))
                  .append(":\n")
                  .append(Expected.indent(Expected.indent(why))));
    }
    return text.toString();
  }

  private static void addMore(int count, List<String> lines) {
    if (count > SHOWN) {
      lines.add("  … and " + (count - SHOWN) + " more");
    }
  }
}
