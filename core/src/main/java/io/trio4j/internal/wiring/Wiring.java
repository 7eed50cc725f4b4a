package io.trio4j.internal.wiring;

import io.trio4j.internal.interrupt.InterruptEngine;
import io.trio4j.internal.run.Seams;

/// Which parts a run is made of beside the core. The core works without any of them (ADR 0004).
public final class Wiring {
  private Wiring() {}

  /// Called by the class initialiser of [io.trio4j.Trio], so before the first run.
  public static void install() {
    Seams.wireEngine(_ -> new InterruptEngine());
  }
}
