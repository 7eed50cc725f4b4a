package io.trio4j.internal.time;

/// The time of the machine, and the one timer of the JVM.
///
/// Two reads may be equal: where the system's clock ticks in steps longer than a read takes
/// (Windows 100 ns, macOS up to 1 µs), only a word written by every reader could make them differ.
public final class RealTime implements TimeSource {
  private static final RealTime INSTANCE = new RealTime();

  /// One less than the first reading, so that every reading is positive.
  private final long baseNanos = System.nanoTime() - 1;

  private final WheelTimer timer = new WheelTimer(this::now);

  private RealTime() {}

  public static RealTime instance() {
    return INSTANCE;
  }

  @Override
  public long now() {
    return System.nanoTime() - baseNanos;
  }

  @Override
  public WheelTimer timer() {
    return timer;
  }

  @Override
  public boolean polled() {
    return false;
  }

  @Override
  public String toString() {
    return "RealTime[" + timer + "]";
  }
}
