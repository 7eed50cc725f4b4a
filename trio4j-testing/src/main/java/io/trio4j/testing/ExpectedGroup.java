package io.trio4j.testing;

import io.trio4j.ExceptionGroup;
import io.trio4j.ExceptionGroup.Branch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A group that a test expects: exactly these failures, in any order.
///
/// Each expectation has to find a failure of its own, and no failure may be left over. The nesting
/// counts: a nursery in a nursery makes a group in a group, which is expected as such, or not
/// looked at with [#flattened()].
///
/// {@snippet class="io.trio4j.snippets.ExpectedSnippets" region="group"}
///
/// What does not match is told branch by branch, and a hint says so if only the nesting differs.
///
/// @threadsafety immutable
/// @source Trio and pytest `RaisesGroup`
/// @since 0.1
public final class ExpectedGroup extends Expected {
  private final List<Expected> members; // at least one
  private final Optional<ExpectedError<ExceptionGroup>> itself;
  private final boolean flattened;
  private final boolean orUnwrapped;

  private ExpectedGroup(
      List<Expected> members,
      Optional<ExpectedError<ExceptionGroup>> itself,
      boolean flattened,
      boolean orUnwrapped) {
    this.members = members;
    this.itself = itself;
    this.flattened = flattened;
    this.orUnwrapped = orUnwrapped;
  }

  /// Expects a group of exactly these.
  ///
  /// @param first expected to be in it; may be a group itself
  /// @param others expected to be in it too
  /// @return an expectation that can be made wider
  /// @checkpoint never
  public static ExpectedGroup group(Expected first, Expected... others) {
    List<Expected> all = new ArrayList<>(List.of(first));
    all.addAll(Arrays.asList(others));
    return new ExpectedGroup(List.copyOf(all), Optional.empty(), false, false);
  }

  /// Expects a group of exactly these types, or their subtypes.
  ///
  /// @param first expected to be in it; no group
  /// @param others expected to be in it too
  /// @return an expectation that can be made wider
  /// @checkpoint never
  /// @throws IllegalArgumentException for ExceptionGroup and Cancelled
  @SafeVarargs
  public static ExpectedGroup groupOf(
      Class<? extends Throwable> first, Class<? extends Throwable>... others) {
    List<Expected> all = new ArrayList<>(List.of(ExpectedError.error(first)));
    for (Class<? extends Throwable> other : others) {
      all.add(ExpectedError.error(other));
    }
    return new ExpectedGroup(List.copyOf(all), Optional.empty(), false, false);
  }

  /// Looks at the leaves only, through all levels, as if there were one group.
  ///
  /// @return a wider expectation
  /// @checkpoint never
  /// @throws IllegalStateException if a group is expected inside: its level would be gone
  public ExpectedGroup flattened() {
    if (members.stream().anyMatch(ExpectedGroup.class::isInstance)) {
      throw new IllegalStateException(
          this + " expects a group inside, and flattened there is none. Expect its members here.");
    }
    return new ExpectedGroup(members, itself, true, orUnwrapped);
  }

  /// Takes the one failure also without a group around it: for code that may or may not run it in a
  /// nursery.
  ///
  /// @return a wider expectation
  /// @checkpoint never
  /// @throws IllegalStateException if more than one failure is expected
  public ExpectedGroup orUnwrapped() {
    if (members.size() > 1) {
      throw new IllegalStateException(
          this + " expects several failures, which never come without a group.");
    }
    return new ExpectedGroup(members, itself, flattened, true);
  }

  /// And a message of the group that contains a text: the nursery's name, for example.
  ///
  /// @param part what `getMessage()` must contain
  /// @return a narrower expectation
  /// @checkpoint never
  public ExpectedGroup messageContaining(String part) {
    ExpectedError<ExceptionGroup> group = ExpectedError.ofGroup().messageContaining(part);
    return new ExpectedGroup(members, Optional.of(group), flattened, orUnwrapped);
  }

  @Override
  Optional<String> problem(Branch found) {
    if (!(found.error() instanceof ExceptionGroup group)) {
      return bareProblem(found);
    }
    Optional<String> own = itself.flatMap(expected -> expected.problem(found));
    return own.isPresent() ? own : membersProblem(group);
  }

  private Optional<String> bareProblem(Branch found) {
    Optional<String> why = members.getFirst().problem(found);
    if (orUnwrapped) {
      return why;
    }
    boolean fits = members.size() == 1 && why.isEmpty();
    return Optional.of(
        fits ? "it is no group; orUnwrapped() would take it without one" : "it is no group");
  }

  private Optional<String> membersProblem(ExceptionGroup group) {
    Pairing pairing = pairingOf(flattened ? group.flatten() : group);
    return pairing.isComplete()
        ? Optional.empty()
        : Optional.of(pairing.explanation() + hint(group));
  }

  private Pairing pairingOf(ExceptionGroup group) {
    return Pairing.of(members, group.branches());
  }

  private String hint(ExceptionGroup group) {
    boolean nested = members.stream().anyMatch(ExpectedGroup.class::isInstance);
    return !flattened && !nested && pairingOf(group.flatten()).isComplete()
        ? "\nonly the nesting differs: flattened() does not look at it"
        : "";
  }

  @Override
  public String toString() {
    String all = members.stream().map(Expected::toString).collect(Collectors.joining(", "));
    return (flattened ? "flattened group of [" : "group of [")
        + all
        + "]"
        + itself
            .map(expected -> expected.toString().substring("ExceptionGroup".length()))
            .orElse("")
        + (orUnwrapped ? ", or that alone" : "");
  }
}
