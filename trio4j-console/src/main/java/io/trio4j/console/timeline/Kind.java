package io.trio4j.console.timeline;

import java.util.Locale;

/// What a stretch of time was spent on. Where several are drawn as one, the last of them here gives
/// the colour: what one must not overlook.
///
/// @since 0.1
public enum Kind {
  /// Nothing is under way: a pause before another attempt.
  PAUSE("pause before a retry"),
  /// It was done, and well.
  FETCHED("fetched"),
  /// There was an answer: no.
  REFUSED("error status"),
  /// There was no answer.
  FAILED("failed"),
  /// Its time was up.
  TIMED_OUT("timed out"),
  /// Everything was stopped.
  CUT_OFF("cut off");

  private final String legend;

  Kind(String legend) {
    this.legend = legend;
  }

  String legend() {
    return legend;
  }

  /// The name of its style in the picture.
  String style() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Kind worse(Kind other) {
    return compareTo(other) > 0 ? this : other;
  }
}
