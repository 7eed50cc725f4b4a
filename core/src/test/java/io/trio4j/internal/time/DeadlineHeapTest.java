package io.trio4j.internal.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineHeapTest {
  private final DeadlineHeap heap = new DeadlineHeap();

  @Test
  void an_empty_heap_has_no_deadline() {
    assertThat(heap.nextDeadline()).isEqualTo(TimerNode.NEVER);
    assertThat(heap.pollDue(Long.MAX_VALUE)).isNull();
    assertThat(heap.size()).isZero();
    assertThat(heap).hasToString("DeadlineHeap[0 pending]");
  }

  @Test
  void nodes_come_by_deadline_and_not_before_it() {
    RecordingNode late = armed("late", 30);
    RecordingNode early = armed("early", 10);
    RecordingNode middle = armed("middle", 20);

    assertThat(heap.nextDeadline()).isEqualTo(10);
    assertThat(heap.pollDue(9)).isNull();
    assertThat(heap.pollDue(10)).isSameAs(early);
    assertThat(heap.pollDue(19)).isNull();
    assertThat(heap.pollDue(100)).isSameAs(middle);
    assertThat(heap.pollDue(100)).isSameAs(late);
    assertThat(heap.pollDue(100)).isNull();
  }

  @Test
  void equal_deadlines_come_in_the_order_of_arming_across_removals() {
    List<RecordingNode> nodes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      nodes.add(armed("node " + i, 10));
    }
    assertThat(heap.disarm(nodes.remove(50))).isTrue();
    RecordingNode again = nodes.removeFirst();
    assertThat(heap.disarm(again)).isTrue();
    heap.arm(again);
    nodes.addLast(again);

    for (RecordingNode node : nodes) {
      assertThat(heap.pollDue(10)).isSameAs(node);
    }
  }

  @Test
  void a_polled_node_is_idle_and_can_be_armed_again() {
    RecordingNode node = armed("node", 10);

    assertThat(heap.pollDue(10)).isSameAs(node);

    assertThat(heap.disarm(node)).isFalse();
    node.setDeadlineNanos(20);
    heap.arm(node);
    assertThat(heap.nextDeadline()).isEqualTo(20);
  }

  @Test
  void arming_twice_is_a_defect_and_says_so() {
    RecordingNode node = armed("node", 10);

    assertThatIllegalStateException()
        .isThrownBy(() -> heap.arm(node))
        .withMessageStartingWith("node is armed");
    assertThat(heap.size()).isEqualTo(1);
  }

  @Test
  void threads_at_once_lose_no_node_and_get_none_twice() throws InterruptedException {
    List<RecordingNode> nodes = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    var takenBackCount = new AtomicInteger();
    for (int i = 0; i < 4_000; i++) {
      nodes.add(new RecordingNode("node " + i, i % 100));
    }
    for (int t = 0; t < 4; t++) {
      List<RecordingNode> mine = nodes.subList(t * 1_000, (t + 1) * 1_000);
      threads.add(
          Thread.startVirtualThread(() -> {
            for (RecordingNode node : mine) {
              heap.arm(node);
              TimerNode due = heap.pollDue(50);
              if (due != null) {
                due.expire();
              } else if (heap.disarm(node)) {
                takenBackCount.incrementAndGet();
              }
            }
          }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    int expiredCount = 0;
    for (RecordingNode node : nodes) {
      assertThat(node.expiryCount).isLessThanOrEqualTo(1);
      expiredCount += node.expiryCount;
    }
    assertThat(expiredCount + takenBackCount.get() + heap.size()).isEqualTo(nodes.size());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void agrees_with_a_sorted_set(long seed) {
    Random random = new Random(seed);
    Map<RecordingNode, Long> orderOf = new HashMap<>();
    TreeSet<RecordingNode> sorted =
        new TreeSet<>(
            Comparator.comparingLong(RecordingNode::deadlineNanos).thenComparingLong(orderOf::get));
    List<RecordingNode> nodes = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      nodes.add(new RecordingNode("node " + i, 0));
    }
    long now = 0;

    for (long i = 0; i < 100_000; i++) {
      RecordingNode node = nodes.get(random.nextInt(nodes.size()));
      if (random.nextInt(8) == 0) {
        now += random.nextLong(4);
        RecordingNode first = sorted.isEmpty() ? null : sorted.first();
        boolean isDue = first != null && first.deadlineNanos() <= now;
        assertThat(heap.pollDue(now)).isSameAs(isDue ? sorted.pollFirst() : null);
      } else if (sorted.contains(keyed(node, orderOf))) {
        sorted.remove(node);
        assertThat(heap.disarm(node)).isTrue();
      } else {
        assertThat(heap.disarm(node)).isFalse();
        node.setDeadlineNanos(now + random.nextLong(40));
        orderOf.put(node, i);
        sorted.add(node);
        heap.arm(node);
      }
      assertThat(heap.size()).isEqualTo(sorted.size());
      assertThat(heap.nextDeadline())
          .isEqualTo(deadlineOf(sorted.isEmpty() ? null : sorted.first()));
    }
  }

  private static RecordingNode keyed(RecordingNode node, Map<RecordingNode, Long> orderOf) {
    orderOf.putIfAbsent(node, -1L);
    return node;
  }

  private static long deadlineOf(@Nullable RecordingNode node) {
    return node == null ? TimerNode.NEVER : node.deadlineNanos();
  }

  private RecordingNode armed(String name, long deadlineNanos) {
    RecordingNode node = new RecordingNode(name, deadlineNanos);
    heap.arm(node);
    return node;
  }
}
