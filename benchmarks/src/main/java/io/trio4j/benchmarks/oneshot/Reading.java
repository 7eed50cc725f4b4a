package io.trio4j.benchmarks.oneshot;

import io.trio4j.benchmarks.Machine;

/// What passed between `start` and `stop`, which different threads may call, one after the other.
final class Reading {
  private final double coreToCoreNanos;
  private long wallNanos;
  private long cpuNanos;
  private long busyNanos;
  private long allocatedBytes;

  /// Times the way between the cores, which takes some milliseconds of both.
  Reading() throws InterruptedException {
    coreToCoreNanos = Machine.coreToCoreNanos();
  }

  void start() {
    allocatedBytes = Machine.allocatedBytes();
    busyNanos = Machine.busyNanos();
    cpuNanos = Machine.processCpuNanos();
    wallNanos = System.nanoTime();
  }

  void stop() {
    wallNanos = System.nanoTime() - wallNanos;
    cpuNanos = Machine.processCpuNanos() - cpuNanos;
    busyNanos = Machine.busyNanos() - busyNanos;
    allocatedBytes = Machine.allocatedBytes() - allocatedBytes;
  }

  double coreToCoreNanos() {
    return coreToCoreNanos;
  }

  long wallNanos() {
    return wallNanos;
  }

  long cpuNanos() {
    return cpuNanos;
  }

  long allocatedBytes() {
    return allocatedBytes;
  }

  /// Cores that other processes used; coarse, the kernel counts in hundredths of a second.
  double others() {
    return Math.max(0, (double) (busyNanos - cpuNanos) / wallNanos);
  }
}
