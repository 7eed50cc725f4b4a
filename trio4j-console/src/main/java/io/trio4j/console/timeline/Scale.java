package io.trio4j.console.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Where a time is in the picture, and which times are written at the axis.
///
/// @param left where the time zero is
/// @param width of all time
/// @param endNanos the last time, at least 1
record Scale(double left, double width, long endNanos) {
  private static final int MOST_TICKS = 8;
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;

  double x(long nanos) {
    return left + width * nanos / endNanos;
  }

  double right() {
    return left + width;
  }

  /// Round times, at most eight steps.
  List<Long> ticks() {
    List<Long> ticks = new ArrayList<>();
    long step = step();
    for (long tick = 0; tick <= endNanos; tick += step) {
      ticks.add(tick);
    }
    return ticks;
  }

  /// One, two or five of a power of ten.
  private long step() {
    long decade = 1;
    while (true) {
      for (int factor : new int[] {1, 2, 5}) {
        if (endNanos / (decade * factor) <= MOST_TICKS) {
          return decade * factor;
        }
      }
      decade *= 10;
    }
  }

  /// As exact as the distance of the ticks asks for.
  String label(long tick) {
    if (tick == 0) {
      return "0";
    }
    long step = step();
    if (endNanos < 2 * MILLI) {
      return decimals(tick / 1e3, step, 1000) + " \u00b5s";
    }
    return endNanos < 2 * SECOND
        ? decimals(tick / 1e6, step, MILLI) + " ms"
        : decimals(tick / 1e9, step, SECOND) + " s";
  }

  private static String decimals(double value, long step, long unit) {
    int digits = 0;
    for (long part = unit; part > step; part /= 10) {
      digits++;
    }
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
