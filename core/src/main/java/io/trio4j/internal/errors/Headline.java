package io.trio4j.internal.errors;

import io.trio4j.ExceptionGroup.Branch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The message of a group: what was being done, how many failures, of which kinds.
public final class Headline {
  // More than fit on a line help nobody; the tree shows them all.
  private static final int KINDS_SHOWN = 5;

  private Headline() {}

  /// Puts the message together from class names only, so that no message of a member can break it.
  ///
  /// @param message what was being done, may be empty
  /// @param branches the failures
  /// @return one line, if the message is one
  public static String of(String message, List<Branch> branches) {
    boolean ofTasks = branches.stream().anyMatch(branch -> !branch.task().isEmpty());
    String unit =
        ofTasks ? " of its tasks failed" : branches.size() == 1 ? " failure" : " failures";
    String prefix = message.isEmpty() ? "" : message + ": ";
    return prefix + branches.size() + unit + " (" + kinds(branches) + ")";
  }

  private static String kinds(List<Branch> branches) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Branch branch : branches) {
      counts.merge(simpleName(branch.error().getClass()), 1, Integer::sum);
    }
    List<String> shown = new ArrayList<>();
    counts.forEach((name, count) -> shown.add(count == 1 ? name : count + " " + name));
    if (shown.size() <= KINDS_SHOWN) {
      return String.join(", ", shown);
    }
    return String.join(", ", shown.subList(0, KINDS_SHOWN))
        + " and "
        + (shown.size() - KINDS_SHOWN)
        + " more kinds";
  }

  private static String simpleName(Class<?> type) {
    String name = type.getSimpleName();
    return name.isEmpty() ? type.getName().substring(type.getName().lastIndexOf('.') + 1) : name;
  }
}
