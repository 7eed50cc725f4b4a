package io.trio4j.console.timeline;

import java.util.List;

/// One piece of work, such as a fetch with all its attempts.
///
/// @param name what it was about
/// @param outcome how it ended, in two or three words
/// @param spans in their order, none overlapping another; none if it was not begun
/// @since 0.1
public record Track(String name, String outcome, List<Span> spans) {
  /// Copies the spans.
  public Track {
    spans = List.copyOf(spans);
  }

  boolean isBegun() {
    return !spans.isEmpty();
  }

  long fromNanos() {
    return spans.getFirst().fromNanos();
  }

  long toNanos() {
    return spans.getLast().toNanos();
  }
}
