package io.trio4j.console.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Puts tracks that did not run at the same time into one lane, so that there are as many lanes as
/// tracks ran at once.
final class Lanes {
  private Lanes() {}

  /// Each begun track in the first lane that is free when it begins.
  static List<List<Track>> pack(List<Track> tracks) {
    List<List<Track>> lanes = new ArrayList<>();
    tracks.stream()
        .filter(Track::isBegun)
        .sorted(Comparator.comparingLong(Track::fromNanos))
        .forEachOrdered(track -> laneFor(track, lanes).add(track));
    return lanes;
  }

  private static List<Track> laneFor(Track track, List<List<Track>> lanes) {
    for (List<Track> lane : lanes) {
      if (lane.getLast().toNanos() <= track.fromNanos()) {
        return lane;
      }
    }
    List<Track> lane = new ArrayList<>();
    lanes.add(lane);
    return lane;
  }

  /// Joins neighbours until there are no more than `most`.
  static List<List<Track>> fold(List<List<Track>> lanes, int most) {
    int together = Math.ceilDiv(lanes.size(), most);
    List<List<Track>> folded = new ArrayList<>();
    for (int first = 0; first < lanes.size(); first += together) {
      folded.add(
          lanes.subList(first, Math.min(first + together, lanes.size())).stream()
              .flatMap(List::stream)
              .toList());
    }
    return folded;
  }
}
