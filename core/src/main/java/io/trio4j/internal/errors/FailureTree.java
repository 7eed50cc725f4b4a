package io.trio4j.internal.errors;

import io.trio4j.ExceptionGroup;
import io.trio4j.ExceptionGroup.Branch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One drawing of a group of failures as a tree of text, in ASCII, which every console can show.
public final class FailureTree {
  // Smaller, and the failures of an ordinary batch are cut; larger, and nobody reads to the end, if
  // the log's own limit for one event lets the tree through at all.
  private static final int BRANCHES_SHOWN = 100;
  private static final int LEVELS_SHOWN = 20;
  private static final int FAILURES_SHOWN = 500;
  private static final int NAMES_SHOWN = 5;
  private static final int MESSAGE_LENGTH = 80;

  private final StringBuilder out = new StringBuilder();
  private final Set<Throwable> drawn = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Likeness likeness = new Likeness();
  private int failureCount;

  private FailureTree() {}

  /// Draws the tree.
  ///
  /// @param group the group
  /// @return lines with `\n` between them and none at the end
  public static String of(ExceptionGroup group) {
    FailureTree tree = new FailureTree();
    tree.failure(group, new Place("", "", 0, List.of()), "");
    return tree.out.substring(0, tree.out.length() - 1);
  }

  private void failure(Throwable error, Place place, String caption) {
    Untrusted untrusted = new Untrusted(error);
    if (drawn.contains(error)) {
      line(place.first, caption + "(shown above) " + oneLine(untrusted.text()));
      return;
    }
    if (failureCount == FAILURES_SHOWN) {
      line(place.first, caption + "... not shown: this tree ends at " + failureCount + " failures");
      return;
    }
    failureCount++;
    drawn.add(error);
    text(caption + untrusted.text(), place);
    Frames.of(untrusted, place.above).forEach(frame -> line(place.margin, "    " + frame));
    Place below = place.below(untrusted.trace());
    if (error instanceof ExceptionGroup group) {
      branches(group, below);
    } else {
      untrusted.suppressed().stream()
          .limit(FAILURES_SHOWN - failureCount + 1L)
          .forEach(it -> failure(it, below.indented("    "), "Suppressed: "));
      untrusted.cause().ifPresent(it -> failure(it, below, "Caused by: "));
    }
  }

  private void text(String text, Place place) {
    String margin = place.first;
    for (String line : text.lines().toList()) {
      line(margin, line);
      margin = place.margin;
    }
  }

  private void branches(ExceptionGroup group, Place place) {
    if (place.level == LEVELS_SHOWN) {
      notShown(Leaves.of(group).size(), " nested deeper", place);
      return;
    }
    List<List<Branch>> bundles = bundles(group);
    for (int i = 0; i < bundles.size(); i++) {
      if (i == BRANCHES_SHOWN || failureCount == FAILURES_SHOWN) {
        List<List<Branch>> hidden = bundles.subList(i, bundles.size());
        notShown(hidden.stream().mapToInt(List::size).sum(), "", place);
        return;
      }
      bundle(bundles.get(i), place, i == bundles.size() - 1);
    }
  }

  private void notShown(int count, String where, Place place) {
    line(place.margin, "+- ... " + Frames.count(count, "failure") + where + " not shown");
  }

  private List<List<Branch>> bundles(ExceptionGroup group) {
    Map<Integer, List<Branch>> alike = new LinkedHashMap<>();
    Set<Throwable> members = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Branch branch : group.branches()) {
      alike.computeIfAbsent(likeness.of(branch.error()), _ -> new ArrayList<>()).add(branch);
      members.add(branch.error());
    }
    List<List<Branch>> bundles = new ArrayList<>(alike.values());
    for (Throwable suppressed : group.getSuppressed()) {
      if (members.add(suppressed)) {
        bundles.add(List.of(new Branch(suppressed, "suppressed", "")));
      }
    }
    return bundles;
  }

  private void bundle(List<Branch> alike, Place place, boolean last) {
    Branch branch = alike.getFirst();
    String heading = heading(branch);
    Place inside = place.indented(last ? "   " : "|  ").oneLevelDown();
    if (heading.isEmpty()) {
      failure(branch.error(), inside.startingWith(place.margin + "+- "), "");
    } else {
      line(place.margin, "+- " + heading);
      failure(branch.error(), inside, "");
    }
    if (alike.size() > 1) {
      line(inside.margin, "... and " + (alike.size() - 1) + " more like it" + names(alike));
      alike.forEach(it -> drawn.add(it.error()));
    }
  }

  private static String heading(Branch branch) {
    String started = branch.startedAt().isEmpty() ? "" : "started at " + branch.startedAt();
    return branch.task() + (branch.task().isEmpty() || started.isEmpty() ? "" : ", ") + started;
  }

  private static String names(List<Branch> alike) {
    String message = new Untrusted(alike.getFirst().error()).text();
    List<String> names = new ArrayList<>();
    for (Branch branch : alike.subList(1, Math.min(alike.size(), NAMES_SHOWN + 1))) {
      String text = new Untrusted(branch.error()).text();
      String difference = text.equals(message) ? "" : "(" + oneLine(text) + ")";
      names.add((branch.task() + " " + difference).strip());
    }
    names.removeIf(String::isEmpty);
    if (names.isEmpty()) {
      return "";
    }
    return ": " + String.join(", ", names) + (alike.size() > NAMES_SHOWN + 1 ? ", ..." : "");
  }

  private static String oneLine(String text) {
    String line = text.lines().findFirst().orElse("");
    return line.length() <= MESSAGE_LENGTH ? line : line.substring(0, MESSAGE_LENGTH) + "...";
  }

  private void line(String margin, String text) {
    out.append((margin + text).stripTrailing()).append('\n');
  }

  /* Where something is drawn: the left margin, the same for its first line, how many groups it is in,
   * and the trace of what it is drawn under. */
  private record Place(String first, String margin, int level, List<StackTraceElement> above) {
    Place startingWith(String other) {
      return new Place(other, margin, level, above);
    }

    Place indented(String more) {
      return new Place(margin + more, margin + more, level, above);
    }

    Place oneLevelDown() {
      return new Place(first, margin, level + 1, above);
    }

    Place below(List<StackTraceElement> trace) {
      return new Place(margin, margin, level, trace);
    }
  }
}
