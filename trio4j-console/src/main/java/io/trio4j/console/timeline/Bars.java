package io.trio4j.console.timeline;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns spans into bars that one can see and that don't overlap.
final class Bars {
  /// How wide the columns are in which folded lanes are compared.
  private static final int CELL = 4;

  private Bars() {}

  /// The bars of spans of which none runs at the same time as another.
  ///
  /// @param thinnest a bar is at least so wide; neighbours that would both be thinner become one
  static List<Bar> of(List<Track> lane, Scale scale, double thinnest) {
    List<Bar> bars = new ArrayList<>();
    double free = scale.left();
    for (Track track : lane) {
      for (Span span : track.spans()) {
        double from = Math.max(free, scale.x(span.fromNanos()));
        double to = scale.x(span.toNanos());
        boolean isThin = to - from < thinnest;
        if (isThin && from == free && isOneOfMany(bars, thinnest)) {
          bars.add(bars.removeLast().with(span, to));
        } else {
          bars.add(new Bar(span.kind(), from, isThin ? from + thinnest : to, span.about(), 1));
        }
        free = bars.getLast().to();
      }
    }
    return bars;
  }

  /// Whether the last bar is so thin itself that another may be drawn with it.
  private static boolean isOneOfMany(List<Bar> bars, double thinnest) {
    return !bars.isEmpty() && bars.getLast().width() < 2 * thinnest;
  }

  /// The bars of spans that may run at the same time: the worst of each moment.
  static List<Bar> folded(List<Track> lanes, Scale scale) {
    @Nullable Bar[] cells = new @Nullable Bar[(int) Math.ceil(scale.width() / CELL)];
    for (Track track : lanes) {
      for (Span span : track.spans()) {
        int first = cell(span.fromNanos(), scale, cells.length);
        int last = Math.max(first, cell(span.toNanos() - 1, scale, cells.length));
        for (int cell = first; cell <= last; cell++) {
          cells[cell] = worse(cells[cell], span, scale.left() + cell * CELL);
        }
      }
    }
    return runs(cells);
  }

  private static int cell(long nanos, Scale scale, int cells) {
    return Math.clamp((long) ((scale.x(nanos) - scale.left()) / CELL), 0, cells - 1);
  }

  private static Bar worse(@Nullable Bar bar, Span span, double from) {
    return bar == null
        ? new Bar(span.kind(), from, from + CELL, span.about(), 1)
        : bar.with(span, from);
  }

  /// Neighbours of one kind as one. A span is in several cells: the largest count is that of a
  /// moment, which says more than a sum.
  private static List<Bar> runs(@Nullable Bar[] cells) {
    List<Bar> runs = new ArrayList<>();
    for (Bar cell : cells) {
      if (cell == null) {
        continue;
      }
      if (!runs.isEmpty()
          && runs.getLast().kind() == cell.kind()
          && runs.getLast().to() == cell.from()) {
        Bar last = runs.removeLast();
        int count = Math.max(last.count(), cell.count());
        runs.add(new Bar(last.kind(), last.from(), cell.to(), last.about(), count));
      } else {
        runs.add(cell);
      }
    }
    return runs;
  }
}
