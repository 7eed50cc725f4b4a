package io.trio4j.internal.errors;

import io.trio4j.ExceptionGroup;
import io.trio4j.ExceptionGroup.Branch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// The leaves of a group: the members, through all levels, that are no group.
public final class Leaves {
  private Leaves() {}

  /// Collects the leaves, depth first, each with its own task or else the nearest known one above.
  ///
  /// It does not recurse, since tasks can nest nurseries deeper than one stack reaches, and looks
  /// into each group once, since groups that share members can have more paths than atoms exist.
  ///
  /// @param group the group
  /// @return an unmodifiable list of at least one
  public static List<Branch> of(ExceptionGroup group) {
    List<Branch> leaves = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Branch> open = new ArrayDeque<>();
    open.push(new Branch(group, "", ""));
    while (!open.isEmpty()) {
      Branch branch = open.pop();
      if (!(branch.error() instanceof ExceptionGroup inner)) {
        leaves.add(branch);
      } else if (seen.add(inner)) {
        inner.branches().reversed().forEach(member -> open.push(inside(branch, member)));
      }
    }
    return Collections.unmodifiableList(leaves);
  }

  private static Branch inside(Branch outer, Branch member) {
    return member.task().isEmpty()
        ? new Branch(member.error(), outer.task(), outer.startedAt())
        : member;
  }
}
