package io.trio4j.internal.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.trio4j.support.Logged;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// With the real clock and real threads; what does not happen ends as the test's time-out.
class WheelTimerTest {
  private static final long MILLI = 1_000_000;
  private static final long HOUR = 3_600_000 * MILLI;

  private final RealTime time = RealTime.instance();

  /// One of its own, so that each test sees the first arming start the thread.
  private final WheelTimer timer = new WheelTimer(this::readClock);

  private volatile boolean clockFails;
  private volatile boolean released;

  @AfterEach
  void releaseCarriers() {
    released = true;
  }

  @Test
  void deadlines_expire_once_and_never_early() throws InterruptedException {
    List<LatchedNode> nodes = new ArrayList<>();
    long now = time.now();
    for (int i = 0; i < 100; i++) {
      nodes.add(new LatchedNode(now + i * MILLI / 4));
    }

    nodes.forEach(timer::arm);

    for (LatchedNode node : nodes) {
      node.expired.await();
      assertThat(node.expiredAt).isGreaterThanOrEqualTo(node.deadlineNanos());
      assertThat(timer.disarm(node)).isFalse();
    }
    assertThat(timer.pendingCount()).isZero();
    assertThat(nodes).allMatch(node -> node.expiredCount.get() == 1);
  }

  @Test
  void an_earlier_deadline_wakes_the_sleeping_thread() throws InterruptedException {
    for (int i = 0; i < 50; i++) {
      LatchedNode far = new LatchedNode(time.now() + HOUR);
      timer.arm(far);
      sleepingThread();

      LatchedNode near = new LatchedNode(time.now() + MILLI);
      timer.arm(near);

      near.expired.await();
      assertThat(timer.disarm(far)).isTrue();
      assertThat(far.expired.getCount()).isEqualTo(1);
    }
  }

  @Test
  void an_interrupt_does_not_stop_the_thread_or_keep_it_awake() throws InterruptedException {
    expireOne();

    Thread thread = sleepingThread();
    thread.interrupt();
    while (thread.isInterrupted()) {
      Thread.onSpinWait();
    }

    assertThat(sleepingThread()).isSameAs(thread);
    expireOne();
  }

  @Test
  void a_failing_turn_is_repeated() throws InterruptedException {
    expireOne();
    Thread thread = sleepingThread();

    try (Logged log = new Logged(Delivery.LOGGER)) {
      clockFails = true;
      LockSupport.unpark(thread);
      while (clockFails) {
        Thread.onSpinWait();
      }
      expireOne();

      assertThat(log.lines).containsExactly("SEVERE the timer failed to turn");
      assertThat(sleepingThread()).isSameAs(thread);
    }
  }

  @Test
  void a_spare_platform_thread_delivers_while_all_carriers_are_stuck() throws InterruptedException {
    occupyAllCarriers();

    LatchedNode node = expireOne();
    assertThat(node.expiredOn.isVirtual()).isFalse();
    assertThat(node.expiredOn.getName()).isEqualTo("trio4j-deadlines-spare");
    node.expiredOn.join();

    released = true;
    expireOne();
  }

  @Test
  void pending_nodes_are_counted() {
    List<LatchedNode> nodes = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      nodes.add(new LatchedNode(time.now() + HOUR));
    }

    nodes.forEach(timer::arm);
    assertThat(timer.pendingCount()).isEqualTo(1_000);
    assertThat(timer).hasToString("WheelTimer[1000 pending]");

    assertThat(nodes).allMatch(timer::disarm);
    assertThat(timer.pendingCount()).isZero();
  }

  @Test
  void arming_twice_is_refused() {
    LatchedNode node = new LatchedNode(time.now() + HOUR);
    timer.arm(node);

    assertThatIllegalStateException().isThrownBy(() -> timer.arm(node));

    assertThat(timer.disarm(node)).isTrue();
  }

  private long readClock() {
    if (clockFails) {
      clockFails = false;
      throw new Planted();
    }
    return time.now();
  }

  private LatchedNode expireOne() throws InterruptedException {
    LatchedNode node = new LatchedNode(time.now() + MILLI);
    timer.arm(node);
    node.expired.await();
    return node;
  }

  /// More busy threads than there can be carriers; each holds the one it gets.
  private void occupyAllCarriers() throws InterruptedException {
    int carriers = Runtime.getRuntime().availableProcessors();
    var begun = new CountDownLatch(carriers);
    for (int i = 0; i < carriers; i++) {
      Thread.startVirtualThread(() -> {
        begun.countDown();
        while (!released) {
          Thread.onSpinWait();
        }
      });
    }
    begun.await();
  }

  /// The timer's thread, once it sleeps.
  private Thread sleepingThread() {
    while (true) {
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (LockSupport.getBlocker(thread) == timer) {
          assertThat(thread.getName()).isEqualTo("trio4j-timer");
          assertThat(thread.isDaemon()).isTrue();
          return thread;
        }
      }
    }
  }

  private final class LatchedNode extends TimerNode {
    final CountDownLatch expired = new CountDownLatch(1);
    final AtomicInteger expiredCount = new AtomicInteger();
    long expiredAt; // written before expired, read after it
    Thread expiredOn = Thread.currentThread(); // as expiredAt

    LatchedNode(long deadlineNanos) {
      super(deadlineNanos);
    }

    @Override
    public void expire() {
      expiredCount.incrementAndGet();
      expiredAt = time.now();
      expiredOn = Thread.currentThread();
      expired.countDown();
    }
  }
}
