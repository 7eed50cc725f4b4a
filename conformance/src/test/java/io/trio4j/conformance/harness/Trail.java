package io.trio4j.conformance.harness;

import java.util.ArrayList;
import java.util.List;

/// What happened, in order. Any thread may add to it.
public final class Trail {
  private final List<String> steps = new ArrayList<>(); // guarded by this

  /// One more step.
  public synchronized void add(String step) {
    steps.add(step);
  }

  /// All steps so far.
  public synchronized List<String> steps() {
    return List.copyOf(steps);
  }
}
