package io.trio4j.internal.time;

/// A failure made by a test: seen in its log, without a stack.
final class Planted extends Error {
  private static final long serialVersionUID = 1L;

  Planted() {
    super("planted by the test", null, false, false);
  }
}
