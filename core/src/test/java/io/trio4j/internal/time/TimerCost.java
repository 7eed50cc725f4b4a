package io.trio4j.internal.time;

import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/// Prints what arming a deadline and taking it back costs: nanoseconds and bytes a pair, with none
/// and with 100,000 others pending, by one thread and by two.
///
/// A look, not a benchmark: `java -Xmn1g -cp target/classes:target/test-classes
/// io.trio4j.internal.time.TimerCost`.
final class TimerCost {
  private static final int PAIRS = 5_000_000;
  private static final long SECOND = 1_000_000_000L;

  private final RealTime time = RealTime.instance();

  public static void main(String[] args) throws InterruptedException {
    var cost = new TimerCost();
    cost.rounds("0 pending");
    var others = new TimerNode[100_000];
    for (int i = 0; i < others.length; i++) {
      others[i] = new Silent(cost.time.now() + 100 * SECOND + i * (SECOND / 1_000));
      cost.time.timer().arm(others[i]);
    }
    cost.rounds("100,000 pending");
    for (TimerNode other : others) {
      cost.time.timer().disarm(other);
    }
  }

  private void rounds(String situation) throws InterruptedException {
    for (int round = 0; round < 4; round++) {
      System.out.printf(
          Locale.ROOT,
          "%-16s  platform %5.1f ns %4.1f B   virtual %5.1f ns   two virtual %5.1f ns%n",
          situation,
          nanosPerPair(1, Thread.ofPlatform()),
          bytesPerPair(),
          nanosPerPair(1, Thread.ofVirtual()),
          nanosPerPair(2, Thread.ofVirtual()));
    }
  }

  private double nanosPerPair(int threadCount, Thread.Builder builder) throws InterruptedException {
    var done = new CountDownLatch(threadCount);
    long began = System.nanoTime();
    for (int i = 0; i < threadCount; i++) {
      builder.start(() -> {
        armAndDisarm(PAIRS);
        done.countDown();
      });
    }
    done.await();
    return (System.nanoTime() - began) / (double) PAIRS;
  }

  /// Beyond the node, which is made once: what the heap in use has grown by, so run it with a young
  /// generation that is not collected meanwhile.
  private double bytesPerPair() {
    System.gc();
    long before = usedBytes();
    armAndDisarm(PAIRS);
    return (usedBytes() - before) / (double) PAIRS;
  }

  private static long usedBytes() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private void armAndDisarm(int pairs) {
    WheelTimer timer = time.timer();
    long deadline = time.now() + 30 * SECOND;
    var node = new Silent(deadline);
    for (int i = 0; i < pairs; i++) {
      node.setDeadlineNanos(deadline + i * 100L);
      timer.arm(node);
      if (!timer.disarm(node)) {
        throw new IllegalStateException("expired early: " + timer);
      }
    }
  }

  private static final class Silent extends TimerNode {
    Silent(long deadlineNanos) {
      super(deadlineNanos);
    }

    @Override
    public void expire() {}
  }
}
