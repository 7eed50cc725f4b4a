package io.trio4j.testing.internal;

import org.jspecify.annotations.Nullable;

/// How one run went.
///
/// @param kind in a word
/// @param error what it threw, if it failed
/// @param detail of a deadlock or livelock
/// @param schedule its decisions
/// @param steps how many decisions
/// @param switches how often a task was left that could have gone on
/// @param hash of all that was decided, and of how each turn ended
/// @param trace in words; null unless it was asked for
/// @param dump the tree of tasks when it failed; empty unless it was asked for
record Verdict(
    Kind kind,
    @Nullable Throwable error,
    String detail,
    Schedule schedule,
    int steps,
    int switches,
    long hash,
    @Nullable Trace trace,
    String dump) {
  /// How a run ends.
  enum Kind {
    PASSED,
    FAILED,
    DEADLOCK,
    LIVELOCK
  }

  boolean passed() {
    return kind == Kind.PASSED;
  }

  /// Whether another run shows the same bug, as far as can be told without knowing it.
  boolean isLike(Verdict other) {
    return kind == other.kind && typeOf(rootOf(error)) == typeOf(rootOf(other.error));
  }

  private static @Nullable Class<?> typeOf(@Nullable Throwable error) {
    return error == null ? null : error.getClass();
  }

  /// The first failure in a group.
  static @Nullable Throwable rootOf(@Nullable Throwable error) {
    return error instanceof io.trio4j.ExceptionGroup group ? group.rootCauses().getFirst() : error;
  }
}
