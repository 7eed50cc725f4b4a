package io.trio4j.console.timeline;

/// A stretch of time in a track.
///
/// @param kind what it was spent on
/// @param fromNanos where it begins, from the begin of the timeline
/// @param toNanos where it ends, not before it begins
/// @param about what one reads when one points at it
/// @since 0.1
public record Span(Kind kind, long fromNanos, long toNanos, String about) {
  /// Checks the order.
  ///
  /// @throws IllegalArgumentException if it ends before it begins
  public Span {
    if (toNanos < fromNanos) {
      throw new IllegalArgumentException(
          "toNanos must not be before fromNanos, " + fromNanos + ": " + toNanos);
    }
  }
}
