package io.trio4j.internal.run;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// SIGINT and SIGTERM for a program: the one class that uses `sun.misc.Signal`, for which Java has no
/// public replacement. Without the module `jdk.unsupported`, or under `-Xrs`, signals keep what the
/// JVM does with them.
final class StopSignals implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("io.trio4j.run");
  private static final String[] NAMES = {"INT", "TERM"};

  private final @Nullable Object[] before = new @Nullable Object[NAMES.length];

  private StopSignals() {}

  /// Calls `handler` with the number of each stop signal, on a fresh platform thread, until closed.
  static StopSignals handle(IntConsumer handler) {
    StopSignals signals = new StopSignals();
    for (int i = 0; i < NAMES.length; i++) {
      try {
        sun.misc.SignalHandler ours = signal -> handler.accept(signal.getNumber());
        signals.before[i] = sun.misc.Signal.handle(new sun.misc.Signal(NAMES[i]), ours);
      } catch (IllegalArgumentException | LinkageError e) { // logged: the program runs without
        LOG.log(System.Logger.Level.DEBUG, "SIG" + NAMES[i] + " can't be handled", e);
      }
    }
    return signals;
  }

  @Override
  public void close() {
    for (int i = 0; i < NAMES.length; i++) {
      if (before[i] instanceof sun.misc.SignalHandler previous) {
        sun.misc.Signal.handle(new sun.misc.Signal(NAMES[i]), previous);
      }
    }
  }
}
