package io.trio4j.conformance.harness;

import io.trio4j.Action;
import io.trio4j.Call;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.internal.hooks.RunHooks;
import io.trio4j.lowlevel.Clock;
import io.trio4j.testing.VirtualClock;
import java.time.Duration;

/// The runs of the conformance tests: one seed, and virtual time in all three modes.
public final class Runs {
  private static final long SEED = 1;

  private Runs() {}

  /// `mode`, seed 1, a fresh clock that jumps when every task waits.
  public static RunOptions options(RunMode mode) {
    return options(mode, VirtualClock.create().autojump());
  }

  /// `mode`, seed 1, `clock`.
  public static RunOptions options(RunMode mode, Clock clock) {
    return realTime(mode).withClock(clock);
  }

  /// `mode`, seed 1, and no clock of its own: real time, but for the deterministic mode.
  public static RunOptions realTime(RunMode mode) {
    return RunOptions.defaults().withMode(mode).withSeed(SEED);
  }

  /// Runs `body` in `mode` on a clock that jumps.
  public static <X extends Throwable> void run(RunMode mode, Action<X> body) throws X {
    Trio.run(options(mode), body);
  }

  /// Runs `body` in `mode` on a clock that jumps, and returns its value.
  public static <T, X extends Throwable> T call(RunMode mode, Call<T, X> body) throws X {
    return Trio.run(options(mode), body);
  }

  /// Waits, in a task, until every other task of the run waits.
  public static void settle() {
    RunHooks.waitAllTasksBlocked(Duration.ZERO);
  }

  /// `seconds` as a duration; exact for what a `double` of few decimals can say in nanoseconds.
  public static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  /// How long ago `start` was, on the run's clock.
  public static Duration since(TrioTime start) {
    return start.until(Trio.currentTime());
  }
}
