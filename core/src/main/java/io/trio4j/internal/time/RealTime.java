package io.trio4j.internal.time;

/// The time of the machine, and the one timer of the JVM.
///
/// Two reads may be equal: where the system's clock ticks in steps longer than a read takes
/// (Windows 100 ns, macOS up to 1 µs), only a word written by every reader could make them differ.
public final class RealTime implements TimeSource {
  /// One less than the first reading, so that every reading is positive. Before INSTANCE, whose
  /// timer reads the clock.
  private static final long BASE_NANOS = System.nanoTime() - 1;

  private static final RealTime INSTANCE = new RealTime();

  private final WheelTimer timer = new WheelTimer(this::now);

  private RealTime() {}

  public static RealTime instance() {
    return INSTANCE;
  }

  @Override
  public long now() {
    return System.nanoTime() - BASE_NANOS;
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
