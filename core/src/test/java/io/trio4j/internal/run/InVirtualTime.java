package io.trio4j.internal.run;

import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import java.time.Duration;

/** Runs of any mode on a clock that jumps, and what their tests say often. */
final class InVirtualTime {
  private InVirtualTime() {}

  static RunOptions options(RunMode mode) {
    return RunOptions.defaults().withMode(mode).withSeed(1).withClock(new JumpClock());
  }

  static void sleep(int seconds) {
    Trio.sleep(Duration.ofSeconds(seconds));
  }

  /** A body that never ends by itself. */
  static void forever() {
    Trio.sleepForever();
  }
}
