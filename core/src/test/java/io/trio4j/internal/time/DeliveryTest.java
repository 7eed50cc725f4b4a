package io.trio4j.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DeliveryTest {
  private static final long PATIENCE = Delivery.PATIENCE_NANOS;

  private final HeldThreads virtual = new HeldThreads();
  private final HeldThreads spare = new HeldThreads();
  private final Delivery delivery = new Delivery(virtual, spare);

  @Test
  void what_is_handed_over_is_expired_by_one_virtual_thread() {
    RecordingNode one = handed("one", 0);
    RecordingNode two = handed("two", 5);
    assertThat(virtual.bodies).as("one request that has not begun is enough").hasSize(1);
    assertThat(one.expiryCount).isZero();

    virtual.runNext();

    assertThat(one.expiryCount).isEqualTo(1);
    assertThat(two.expiryCount).isEqualTo(1);
    assertThat(one.isUnlinked() && two.isUnlinked()).isTrue();
    assertThat(delivery.rescue(100 * PATIENCE)).isEqualTo(TimerNode.NEVER);
    assertThat(spare.bodies).isEmpty();
  }

  @Test
  void what_comes_due_while_a_batch_is_expired_gets_a_thread_of_its_own() {
    var node =
        new TimerNode(0) {
          @Override
          public void expire() {
            handed("late", 1);
          }
        };
    delivery.hand(listOf(node), 0);

    virtual.runNext();

    assertThat(virtual.bodies).hasSize(1);
  }

  @Test
  void a_node_may_be_armed_again_while_it_expires() {
    var heap = new DeadlineHeap();
    var node =
        new TimerNode(0) {
          @Override
          public void expire() {
            heap.arm(this);
          }
        };
    delivery.hand(listOf(node), 0);

    virtual.runNext();

    assertThat(heap.size()).isEqualTo(1);
  }

  @Test
  void one_that_fails_does_not_keep_the_others() {
    var failing =
        new TimerNode(0) {
          @Override
          public void expire() {
            throw new Planted();
          }
        };
    RecordingNode other = node("other");
    DueList list = listOf(failing);
    list.add(other);
    delivery.hand(list, 0);

    virtual.runNext();

    assertThat(other.expiryCount).isEqualTo(1);
  }

  @Nested
  class When_the_virtual_thread_does_not_begin {

    @Test
    void a_spare_takes_the_nodes_after_ten_milliseconds_and_nobody_takes_them_again() {
      RecordingNode node = handed("node", 1_000);
      assertThat(delivery.rescue(1_000)).isEqualTo(1_000 + PATIENCE);
      assertThat(delivery.rescue(999 + PATIENCE)).isEqualTo(1_000 + PATIENCE);
      assertThat(spare.bodies).isEmpty();

      delivery.rescue(1_000 + PATIENCE);
      spare.runNext();
      virtual.runNext();

      assertThat(node.expiryCount).isEqualTo(1);
      assertThat(delivery.rescue(2 * PATIENCE)).isEqualTo(TimerNode.NEVER);
    }

    @Test
    void the_virtual_thread_may_still_win_against_a_spare_already_called() {
      RecordingNode node = handed("node", 0);
      delivery.rescue(PATIENCE);

      virtual.runNext();
      spare.runNext();

      assertThat(node.expiryCount).isEqualTo(1);
    }

    @Test
    void no_second_one_is_requested_and_the_spare_comes_again_for_later_nodes() {
      handed("one", 0);
      delivery.rescue(PATIENCE);
      spare.runNext();

      RecordingNode two = handed("two", PATIENCE + 5);
      assertThat(virtual.bodies).hasSize(1);
      assertThat(delivery.rescue(PATIENCE + 5)).isEqualTo(2 * PATIENCE + 5);
      delivery.rescue(2 * PATIENCE + 5);
      spare.runNext();

      assertThat(two.expiryCount).isEqualTo(1);
    }

    @Test
    void spares_that_hang_are_followed_by_others_up_to_a_limit() {
      RecordingNode node = handed("node", 0);
      for (int i = 1; i <= 3 * Delivery.MAX_SPARES; i++) {
        assertThat(delivery.rescue(i * PATIENCE)).isEqualTo((i + 1) * PATIENCE);
      }
      assertThat(spare.bodies).hasSize(Delivery.MAX_SPARES);

      spare.runNext();
      handed("later", 100 * PATIENCE);
      delivery.rescue(101 * PATIENCE);

      assertThat(node.expiryCount).isEqualTo(1);
      assertThat(spare.bodies).hasSize(Delivery.MAX_SPARES);
    }
  }

  @Nested
  class Without_memory_for_threads {

    @Test
    void the_spare_is_tried_and_then_the_virtual_thread_again() {
      virtual.failing = true;
      RecordingNode one = handed("one", 0);
      assertThat(virtual.bodies).isEmpty();
      delivery.rescue(PATIENCE);
      spare.runNext();
      assertThat(one.expiryCount).isEqualTo(1);

      virtual.failing = false;
      RecordingNode two = handed("two", PATIENCE);
      virtual.runNext();

      assertThat(two.expiryCount).isEqualTo(1);
    }

    @Test
    void the_spare_is_tried_until_there_is_one() {
      virtual.failing = true;
      spare.failing = true;
      RecordingNode node = handed("node", 0);
      for (int i = 1; i <= 2 * Delivery.MAX_SPARES; i++) {
        assertThat(delivery.rescue(i * PATIENCE)).isEqualTo((i + 1) * PATIENCE);
      }

      spare.failing = false;
      delivery.rescue(100 * PATIENCE);
      spare.runNext();

      assertThat(node.expiryCount).isEqualTo(1);
    }
  }

  private RecordingNode handed(String name, long now) {
    RecordingNode node = node(name);
    delivery.hand(listOf(node), now);
    return node;
  }

  private static RecordingNode node(String name) {
    return new RecordingNode(name, 0);
  }

  /// As the wheel leaves them.
  private static DueList listOf(TimerNode node) {
    node.place = TimerNode.DUE;
    DueList list = new DueList();
    list.add(node);
    return list;
  }

  /// Threads that begin when the test says so, on the test's own thread.
  private static final class HeldThreads implements ThreadFactory {
    final Deque<Runnable> bodies = new ArrayDeque<>();
    boolean failing;

    @Override
    public Thread newThread(Runnable body) {
      if (failing) {
        throw new Planted();
      }
      bodies.add(body);
      return new Thread(() -> {});
    }

    void runNext() {
      bodies.remove().run();
    }
  }
}
