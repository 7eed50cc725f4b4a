package io.trio4j.stress.reference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What is on its way out of a block in the model, [None] if nothing is.
sealed interface Thrown {
  /// Nothing: the block returned.
  record None() implements Thrown {
    static final Thrown NONE = new None();

    @Override
    public String toString() {
      return "value";
    }
  }

  /// A `Cancelled`: which scope it is for is decided at the edges, not by the instance.
  ///
  /// @param errors real errors that ride on it: what `close` threw in a `try` with resources
  record Cancel(List<Thrown> errors) implements Thrown {
    static final Thrown CANCELLED = new Cancel(List.of());

    Cancel with(Thrown error) {
      List<Thrown> more = new ArrayList<>(errors);
      more.add(error);
      return new Cancel(List.copyOf(more));
    }

    @Override
    public String toString() {
      return errors.isEmpty() ? "Cancelled" : "Cancelled" + errors;
    }
  }

  /// A failure of the application.
  record Failure(int id) implements Thrown {
    @Override
    public String toString() {
      return "Fail" + id;
    }
  }

  /// An exception of the library: `TooSlow`, `NoResult`, `IllegalState`.
  record Library(String name) implements Thrown {
    static final Library TOO_SLOW = new Library("TooSlow");
    static final Library NO_RESULT = new Library("NoResult");
    static final Library ILLEGAL_STATE = new Library("IllegalState");

    @Override
    public String toString() {
      return name;
    }
  }

  /// A group of failures.
  ///
  /// @param members sorted, so that order does not matter
  /// @param withCancelled whether a `Cancelled` was among what ended: the group does not contain
  ///   it, but the scope that absorbs it says so
  record Group(List<Thrown> members, boolean withCancelled) implements Thrown {
    static Group of(List<Thrown> members, boolean withCancelled) {
      List<Thrown> sorted = new ArrayList<>();
      boolean cancelled = withCancelled;
      for (Thrown member : members) {
        cancelled |= member.involvesCancelled();
        sorted.add(member.withoutCancelled());
      }
      sorted.sort(Comparator.comparing(Thrown::toString));
      return new Group(List.copyOf(sorted), cancelled);
    }

    @Override
    public String toString() {
      return "Group" + members;
    }
  }

  /// Whether a scope could absorb this or a part of it.
  default boolean involvesCancelled() {
    return this instanceof Cancel || (this instanceof Group group && group.withCancelled());
  }

  /// What is left when the cancelled part has been absorbed; a bare `Cancelled` stays.
  default Thrown withoutCancelled() {
    return this instanceof Group(var members, var cancelled) && cancelled
        ? new Group(members, false)
        : this;
  }

  /// The same with a cancelled part beside it, where there is room for one: in a group.
  default Thrown besideCancelled() {
    return this instanceof Group(var members, _) ? new Group(members, true) : this;
  }

  /// Whether `catch (RuntimeException)` catches it.
  default boolean isRuntimeException() {
    return !(this instanceof None) && !(this instanceof Cancel);
  }
}
