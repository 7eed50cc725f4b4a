package io.trio4j.testing.internal;

/// How long one run may go on.
///
/// @param steps after so many everybody gets turns in order, and after as many again the run is
///   ended as one that does not end by itself
/// @param graceMillis how long to wait, in real time, for a thread outside when nobody can go on
record Limits(int steps, long graceMillis) {
  Limits withoutGrace() {
    return new Limits(steps, 0);
  }
}
