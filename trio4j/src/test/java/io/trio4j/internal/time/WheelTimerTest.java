package io.trio4j.internal.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WheelTimerTest {
  private static final long MILLI = 1_000_000;
  private static final long HOUR = 3_600_000 * MILLI;

  private final RealTime time = RealTime.instance();
  private final WheelTimer timer = time.timer();
  private volatile boolean released;

  @AfterEach
  void releaseCarriers() {
    released = true;
  }

  @Test
  void deadlines_expire_once_on_a_virtual_thread_and_never_early() throws InterruptedException {
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
  }

  @Test
  void an_earlier_deadline_wakes_the_sleeping_thread() throws InterruptedException {
    for (int i = 0; i < 50; i++) {
      LatchedNode far = new LatchedNode(time.now() + HOUR);
      timer.arm(far);
      awaitSleep();

      LatchedNode near = new LatchedNode(time.now() + MILLI);
      timer.arm(near);

      near.expired.await();
      assertThat(timer.disarm(far)).isTrue();
      assertThat(far.expired.getCount()).isEqualTo(1);
    }
  }

  @Test
  void an_interrupt_does_not_stop_the_thread_or_keep_it_awake() throws InterruptedException {
    LatchedNode before = new LatchedNode(time.now());
    timer.arm(before);
    before.expired.await();

    timerThread().interrupt();
    awaitSleep();

    assertThat(timerThread().isInterrupted()).isFalse();
    LatchedNode after = new LatchedNode(time.now());
    timer.arm(after);
    after.expired.await();
  }

  @Test
  void a_spare_platform_thread_delivers_while_all_carriers_are_stuck() throws InterruptedException {
    occupyAllCarriers();
    LatchedNode node = new LatchedNode(time.now() + MILLI);

    timer.arm(node);
    node.expired.await();

    assertThat(node.expiredOn.isVirtual()).isFalse();
    assertThat(node.expiredOn.getName()).isEqualTo("trio4j-deadlines-spare");
  }

  @Test
  void pending_nodes_are_counted() {
    int before = timer.pendingCount();
    List<LatchedNode> nodes = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      nodes.add(new LatchedNode(time.now() + HOUR));
    }

    nodes.forEach(timer::arm);
    assertThat(timer.pendingCount()).isEqualTo(before + 1_000);
    assertThat(timer).hasToString("WheelTimer[" + (before + 1_000) + " pending]");

    assertThat(nodes).allMatch(timer::disarm);
    assertThat(timer.pendingCount()).isEqualTo(before);
  }

  @Test
  void arming_twice_is_refused() {
    LatchedNode node = new LatchedNode(time.now() + HOUR);
    timer.arm(node);

    assertThatIllegalStateException().isThrownBy(() -> timer.arm(node));

    assertThat(timer.disarm(node)).isTrue();
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

  private static void awaitSleep() {
    Thread thread = timerThread();
    while (thread.getState() != Thread.State.TIMED_WAITING
        && thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  private static Thread timerThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("trio4j-timer"))
        .findFirst()
        .orElseThrow();
  }

  private final class LatchedNode extends TimerNode {
    final CountDownLatch expired = new CountDownLatch(1);
    long expiredAt; // written before expired, read after it
    Thread expiredOn = Thread.currentThread(); // as expiredAt

    LatchedNode(long deadlineNanos) {
      super(deadlineNanos);
    }

    @Override
    public void expire() {
      assertThat(expired.getCount()).as("not a second time").isEqualTo(1);
      expiredAt = time.now();
      expiredOn = Thread.currentThread();
      expired.countDown();
    }
  }
}
