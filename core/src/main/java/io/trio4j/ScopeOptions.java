package io.trio4j;

import java.time.Duration;
import java.util.Optional;

/// How a [CancelScope] that is entered later begins.
///
/// {@snippet class="io.trio4j.snippets.CancelScopeSnippets" region="options"}
///
/// @param deadline an absolute deadline
/// @param timeout a time-out that begins to run on entry
/// @param shielded whether the scope begins shielded
/// @since 0.1
public record ScopeOptions(
    Optional<TrioTime> deadline, Optional<Duration> timeout, boolean shielded) {
  private static final ScopeOptions DEFAULTS =
      new ScopeOptions(Optional.empty(), Optional.empty(), false);

  /// Checks the parts against each other.
  ///
  /// @throws IllegalArgumentException if both a deadline and a time-out are given, or the time-out
  ///   is negative
  public ScopeOptions {
    if (deadline.isPresent() && timeout.isPresent()) {
      throw new IllegalArgumentException(
          "a scope can't have both a deadline ("
              + deadline.get()
              + ") and a timeout ("
              + timeout.get()
              + "): give one of them");
    }
    if (timeout.isPresent() && timeout.get().isNegative()) {
      throw new IllegalArgumentException("timeout must not be negative: " + timeout.get());
    }
  }

  /// No deadline, no shield.
  ///
  /// @return the defaults
  /// @checkpoint never
  public static ScopeOptions defaults() {
    return DEFAULTS;
  }

  /// With an absolute deadline.
  ///
  /// @param newDeadline may lie in the past
  /// @return a copy
  /// @checkpoint never
  public ScopeOptions withDeadline(TrioTime newDeadline) {
    return new ScopeOptions(Optional.of(newDeadline), timeout, shielded);
  }

  /// With a time-out that begins to run on entry.
  ///
  /// @param newTimeout not negative
  /// @return a copy
  /// @checkpoint never
  public ScopeOptions withTimeout(Duration newTimeout) {
    return new ScopeOptions(deadline, Optional.of(newTimeout), shielded);
  }

  /// Shielded from the beginning.
  ///
  /// @return a copy
  /// @checkpoint never
  public ScopeOptions withShield() {
    return new ScopeOptions(deadline, timeout, true);
  }
}
