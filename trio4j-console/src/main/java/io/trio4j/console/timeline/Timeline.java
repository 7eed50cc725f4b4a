package io.trio4j.console.timeline;

import java.util.List;

/// What ran when: everything that is drawn, as plain values.
///
/// @param heading what it was, in a few words
/// @param summary all of it in a line
/// @param endNanos how long it took
/// @param tracks in the order in which they are to be read
/// @param phases in their order
/// @since 0.1
public record Timeline(
    String heading, String summary, long endNanos, List<Track> tracks, List<Phase> phases) {
  /// Copies the lists.
  public Timeline {
    tracks = List.copyOf(tracks);
    phases = List.copyOf(phases);
  }
}
