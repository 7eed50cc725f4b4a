package io.trio4j.carriersproof;

import io.trio4j.ContextCarrier;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;

/// Runs with carriers in each mode.
final class Modes {
  private Modes() {}

  static RunOptions options(RunMode mode, ContextCarrier... carriers) {
    return RunOptions.defaults().withMode(mode).withSeed(1).withCarriers(carriers);
  }
}
