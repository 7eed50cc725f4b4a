package io.trio4j.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;

/// Real threads on the real timer: each arming ends in one disarm that says true, or in one expiry.
class WheelTimerStressTest {
  private static final int THREADS = 6;
  private static final int ARMINGS = Boolean.getBoolean("trio4j.night") ? 1_000_000 : 60_000;
  private static final int SHELF = 16;

  private final RealTime time = RealTime.instance();
  private final WheelTimer timer = time.timer();

  /// Nodes lie here between arming and disarming, so that most are disarmed by another thread.
  private final AtomicReferenceArray<StressNode> shelf = new AtomicReferenceArray<>(SHELF);

  @Test
  void each_node_is_either_disarmed_or_expired_exactly_once() throws InterruptedException {
    List<Worker> workers = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Worker worker = new Worker(i);
      workers.add(worker);
      threads.add((i % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform()).start(worker));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (int i = 0; i < SHELF; i++) {
      workers.getFirst().disarm(shelf.getAndSet(i, null));
    }

    int disarmed = 0;
    int expired = 0;
    for (Worker worker : workers) {
      for (StressNode node : worker.armed) {
        if (node.disarmedCount.get() == 0) {
          node.expired.await(); // a lost wake-up or node ends as the test's time-out
        }
        assertThat(node.disarmedCount.get() + node.expiredCount.get()).isEqualTo(1);
        assertThat(node.early).isFalse();
        disarmed += node.disarmedCount.get();
        expired += node.expiredCount.get();
      }
    }
    assertThat(disarmed).as("both must have been put to the test").isPositive();
    assertThat(expired).isPositive();
  }

  private final class Worker implements Runnable {
    final List<StressNode> armed = new ArrayList<>();
    private final Random random;

    Worker(long seed) {
      random = new Random(seed);
    }

    @Override
    public void run() {
      for (int i = 0; i < ARMINGS / THREADS; i++) {
        StressNode node = new StressNode(time.now() + random.nextLong(3_000_000));
        armed.add(node);
        timer.arm(node);
        disarm(shelf.getAndSet(random.nextInt(SHELF), node));
      }
    }

    void disarm(StressNode node) {
      if (node != null && timer.disarm(node)) {
        node.disarmedCount.incrementAndGet();
      }
    }
  }

  private final class StressNode extends TimerNode {
    final AtomicInteger disarmedCount = new AtomicInteger();
    final AtomicInteger expiredCount = new AtomicInteger();
    final CountDownLatch expired = new CountDownLatch(1);
    volatile boolean early;

    StressNode(long deadlineNanos) {
      super(deadlineNanos);
    }

    @Override
    public void expire() {
      early = time.now() < deadlineNanos();
      expiredCount.incrementAndGet();
      expired.countDown();
    }
  }
}
