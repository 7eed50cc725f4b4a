package io.trio4j.stress.reference;

/// A continuation: where a task is in one node, and what it does after it.
///
/// Immutable, with its hash computed once, since states of the model are compared very often.
final class Frame {
  /// The last thing a task does.
  static final Frame END = new Frame();

  private final int at;
  private final int phase;
  private final Thrown held;
  private final Frame below;
  private final int hash;

  private Frame() {
    at = Code.NOWHERE;
    phase = 0;
    held = Thrown.None.NONE;
    below = this;
    hash = 1;
  }

  private Frame(int at, int phase, Thrown held, Frame below) {
    this.at = at;
    this.phase = phase;
    this.held = held;
    this.below = below;
    this.hash = ((below.hash * 31 + at) * 31 + phase) * 31 + held.hashCode();
  }

  /// This continuation after the node `at`.
  Frame push(int at) {
    return new Frame(at, 0, Thrown.None.NONE, this);
  }

  /// The same node, further on.
  Frame phase(int newPhase) {
    return new Frame(at, newPhase, held, below);
  }

  /// The same node, further on, with something to throw afterwards.
  Frame phase(int newPhase, Thrown toThrow) {
    return new Frame(at, newPhase, toThrow, below);
  }

  int at() {
    return at;
  }

  int phase() {
    return phase;
  }

  Thrown held() {
    return held;
  }

  Frame below() {
    return below;
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (this == END || other == END) {
      return false;
    }
    return other instanceof Frame frame
        && hash == frame.hash
        && at == frame.at
        && phase == frame.phase
        && held.equals(frame.held)
        && below.equals(frame.below);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return this == END ? "end" : at + "." + phase + " " + below;
  }
}
