package io.trio4j.console.timeline;

import io.trio4j.console.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// Where everything goes: a row for each track with its name while there are few; lanes that tracks
/// share when there are more; several lanes in a row when there are too many of these.
///
/// @param scale the time axis
/// @param rows from top to bottom
/// @param rowHeight of each
/// @param isNamed whether each row is one track with its name
/// @param notes what the reader should know about the rows
record Layout(Scale scale, List<Row> rows, double rowHeight, boolean isNamed, List<String> notes) {
  static final double WIDTH = 1000;
  static final double MARGIN = 20;

  /// With more rows than a screen shows, names help nobody.
  static final int MOST_NAMED = 50;

  /// Lower rows could not be told from each other.
  static final int MOST_ROWS = 200;

  private static final int LONGEST_NAME = 40;
  private static final int LONGEST_OUTCOME = 28;
  private static final double LETTER_WIDTH = 6.7;
  private static final double NAMED_HEIGHT = 24;
  private static final double LANES_HEIGHT = 640;
  private static final double LOWEST_ROW = 5;
  private static final double HIGHEST_LANE = 18;

  // With more tracks than this, a file with a bar for each would be of many megabytes.
  private static final int MANY = 2000;
  private static final double THINNEST = 1.5;
  private static final double THINNEST_OF_MANY = 4;

  static Layout of(Timeline timeline) {
    return timeline.tracks().size() <= MOST_NAMED ? named(timeline) : lanes(timeline);
  }

  private static Layout named(Timeline timeline) {
    List<Track> tracks = timeline.tracks();
    double left = MARGIN + room(tracks, Layout::nameLength);
    double right = WIDTH - MARGIN - room(tracks, Layout::outcomeLength);
    Scale scale = scale(timeline, left, right);
    List<Row> rows = new ArrayList<>();
    for (Track track : tracks) {
      String name = PlainText.elided(track.name(), LONGEST_NAME, "\u2026");
      String outcome = PlainText.elided(track.outcome(), LONGEST_OUTCOME, "\u2026");
      rows.add(new Row(name, outcome, Bars.of(List.of(track), scale, THINNEST)));
    }
    return new Layout(scale, rows, NAMED_HEIGHT, true, List.of());
  }

  private static double room(List<Track> tracks, ToIntFunction<Track> length) {
    int letters = tracks.stream().mapToInt(length).max().orElse(0);
    return letters == 0 ? 0 : letters * LETTER_WIDTH + 12;
  }

  private static int nameLength(Track track) {
    return PlainText.elided(track.name(), LONGEST_NAME, "\u2026").length();
  }

  private static int outcomeLength(Track track) {
    return PlainText.elided(track.outcome(), LONGEST_OUTCOME, "\u2026").length();
  }

  private static Layout lanes(Timeline timeline) {
    List<Track> tracks = timeline.tracks();
    Scale scale = scale(timeline, MARGIN, WIDTH - MARGIN);
    List<List<Track>> lanes = Lanes.pack(tracks);
    boolean isFolded = lanes.size() > MOST_ROWS;
    List<List<Track>> folded = isFolded ? Lanes.fold(lanes, MOST_ROWS) : lanes;
    double thinnest = tracks.size() > MANY ? THINNEST_OF_MANY : THINNEST;
    List<Row> rows =
        folded.stream()
            .map(lane -> isFolded ? Bars.folded(lane, scale) : Bars.of(lane, scale, thinnest))
            .map(bars -> new Row("", "", bars))
            .toList();
    double height = Math.clamp(LANES_HEIGHT / Math.max(1, rows.size()), LOWEST_ROW, HIGHEST_LANE);
    return new Layout(scale, rows, height, false, notes(timeline, lanes.size(), rows));
  }

  private static List<String> notes(Timeline timeline, int lanes, List<Row> rows) {
    List<Track> tracks = timeline.tracks();
    List<String> notes = new ArrayList<>();
    long begun = tracks.stream().filter(Track::isBegun).count();
    if (begun == 0) {
      return List.of("None of " + tracks.size() + " was begun.");
    }
    notes.add(
        begun
            + " of "
            + tracks.size()
            + " were begun, at most "
            + lanes
            + " at once: those that did not run at the same time share a lane.");
    if (lanes > rows.size()) {
      int together = Math.ceilDiv(lanes, rows.size());
      notes.add("Each line stands for " + together + " lanes, and shows the worst of them.");
    } else if (rows.stream().flatMap(row -> row.bars().stream()).anyMatch(bar -> bar.count() > 1)) {
      notes.add("What is too short to be seen is drawn with its neighbours, as the worst of them.");
    }
    return notes;
  }

  /// Up to the last thing that is drawn, and never empty.
  private static Scale scale(Timeline timeline, double left, double right) {
    long last =
        timeline.tracks().stream()
            .filter(Track::isBegun)
            .mapToLong(Track::toNanos)
            .reduce(Math.max(1, timeline.endNanos()), Math::max);
    return new Scale(left, right - left, last);
  }
}
