package io.trio4j.internal.errors;

import io.trio4j.ExceptionGroup;
import io.trio4j.ExceptionGroup.Branch;
import io.trio4j.ExceptionGroup.Split;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/// One splitting of a group into the leaves that are wanted and the others, both nested as before.
public final class Partition {
  private final Predicate<? super Throwable> wanted;
  private final BiFunction<ExceptionGroup, List<Branch>, ExceptionGroup> partOf;
  private final IdentityHashMap<ExceptionGroup, Split> splits = new IdentityHashMap<>();

  /// Prepares a splitting.
  ///
  /// @param wanted says which leaves belong to the matching half
  /// @param partOf makes a group of some branches that looks like the whole
  public Partition(
      Predicate<? super Throwable> wanted,
      BiFunction<ExceptionGroup, List<Branch>, ExceptionGroup> partOf) {
    this.wanted = wanted;
    this.partOf = partOf;
  }

  /// Splits the group.
  ///
  /// Without recursion and each group once, for the reasons given in [Leaves]: a group is split
  /// when all groups in it have been.
  ///
  /// @param root the group
  /// @return its halves; a half that is the whole is the group itself
  public Split of(ExceptionGroup root) {
    Deque<ExceptionGroup> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      ExceptionGroup group = open.element();
      int size = open.size();
      for (Branch branch : group.branches()) {
        if (branch.error() instanceof ExceptionGroup inner && !splits.containsKey(inner)) {
          open.push(inner);
        }
      }
      if (open.size() == size) {
        open.pop();
        splits.computeIfAbsent(group, this::splitLevel);
      }
    }
    return Objects.requireNonNull(splits.get(root));
  }

  private Split splitLevel(ExceptionGroup group) {
    List<Branch> matching = new ArrayList<>();
    List<Branch> rest = new ArrayList<>();
    for (Branch branch : group.branches()) {
      if (branch.error() instanceof ExceptionGroup inner) {
        Split split = Objects.requireNonNull(splits.get(inner));
        split.matching().ifPresent(part -> matching.add(branchOf(branch, inner, part)));
        split.rest().ifPresent(part -> rest.add(branchOf(branch, inner, part)));
      } else if (wanted.test(branch.error())) {
        matching.add(branch);
      } else {
        rest.add(branch);
      }
    }
    return new Split(half(group, matching), half(group, rest));
  }

  private Optional<ExceptionGroup> half(ExceptionGroup whole, List<Branch> part) {
    if (part.isEmpty()) {
      return Optional.empty();
    }
    // Branches that did not change are the same objects, for which equals is quick.
    return Optional.of(part.equals(whole.branches()) ? whole : partOf.apply(whole, part));
  }

  private static Branch branchOf(Branch branch, ExceptionGroup whole, ExceptionGroup part) {
    return part.equals(whole) ? branch : new Branch(part, branch.task(), branch.startedAt());
  }
}
