package io.trio4j.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/// What the machine and this JVM have used, and how far apart the cores are just now.
public final class Machine {
  private static final OperatingSystemMXBean OS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /// `/proc/stat` counts in hundredths of a second.
  private static final long TICK_NANOS = 10_000_000;

  /// A few thousand rounds are some milliseconds even when far; the median of seven batches drops
  /// those in which one of the two threads was taken off its core.
  private static final int ROUNDS = 4_000;

  private static final int BATCHES = 7;

  private Machine() {}

  public static long processCpuNanos() {
    return OS.getProcessCpuTime();
  }

  /// Bytes allocated by all threads of this JVM, those that ended included.
  public static long allocatedBytes() {
    return THREADS.getTotalThreadAllocatedBytes();
  }

  /// Time that cores were not idle (idle and waiting for I/O excepted), steal included; 0 where
  /// there is no `/proc/stat`.
  public static long busyNanos() {
    try {
      String[] fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +");
      long ticks = 0;
      for (int i = 1; i <= 8; i++) {
        if (i != 4 && i != 5) ticks += Long.parseLong(fields[i]);
      }
      return ticks * TICK_NANOS;
    } catch (IOException e) {
      return 0;
    }
  }

  /// What a cache line takes from one core to the other and back. On a virtual machine this changes
  /// by a factor of several within minutes, and every figure that crosses cores changes with it.
  public static double coreToCoreNanos() throws InterruptedException {
    AtomicInteger turn = new AtomicInteger();
    Thread other = Thread.ofPlatform().daemon().start(() -> answer(turn));
    double[] batches = new double[BATCHES];
    for (int b = 0; b < BATCHES; b++) {
      long start = System.nanoTime();
      for (int i = 0; i < ROUNDS; i++) {
        turn.set(1);
        while (turn.get() != 0) {
          // no onSpinWait: its pause would be measured
        }
      }
      batches[b] = (System.nanoTime() - start) / (double) ROUNDS;
    }
    other.join();
    Arrays.sort(batches);
    return batches[BATCHES / 2];
  }

  private static void answer(AtomicInteger turn) {
    for (int i = 0; i < ROUNDS * BATCHES; i++) {
      while (turn.get() != 1) {
        // as above
      }
      turn.set(0);
    }
  }
}
