package io.trio4j.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripedWheelsTest {
  private static final long TICK = 1L << TimingWheel.TICK_SHIFT;

  @Test
  void threads_with_neighbouring_ids_use_all_wheels() throws InterruptedException {
    var wheels = new StripedWheels(2, 0);
    Set<Integer> used = new HashSet<>();

    for (int i = 0; i < 16; i++) {
      RecordingNode node = new RecordingNode("node", 5 * TICK);
      Thread.startVirtualThread(() -> wheels.arm(node)).join();
      used.add(TimingWheel.wheelOf(node.place));
    }

    assertThat(used).containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void a_node_is_found_by_whoever_disarms_it(int stripeBits) throws InterruptedException {
    var wheels = new StripedWheels(stripeBits, 0);
    List<RecordingNode> nodes = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      RecordingNode node = new RecordingNode("node", 5 * TICK);
      Thread.startVirtualThread(() -> wheels.arm(node)).join();
      nodes.add(node);
    }
    assertThat(wheels.armedCount()).isEqualTo(16);
    assertThat(wheels).hasToString("StripedWheels[" + (1 << stripeBits) + " wheels, 16 armed]");

    assertThat(nodes).allMatch(wheels::disarm);

    assertThat(wheels.armedCount()).isZero();
    assertThat(nodes).noneMatch(wheels::disarm);
  }

  @Test
  void whoever_advances_is_woken_only_for_earlier_deadlines() {
    var wheels = new StripedWheels(0, 0);
    assertThat(wheels.arm(new RecordingNode("first", 40 * TICK))).isTrue();
    wheels.advance(0, new DueList());

    assertThat(wheels.arm(new RecordingNode("later", 40 * TICK))).isFalse();
    assertThat(wheels.arm(new RecordingNode("earlier", 30 * TICK))).isTrue();
  }

  @Test
  void advance_gathers_from_all_wheels_and_sleeps_for_the_first() throws InterruptedException {
    var wheels = new StripedWheels(2, 0);
    for (int i = 1; i <= 16; i++) {
      RecordingNode node = new RecordingNode("node", i * TICK);
      Thread.startVirtualThread(() -> wheels.arm(node)).join();
    }
    var due = new DueList();

    assertThat(wheels.advance(0, due)).isEqualTo(2 * TICK);
    assertThat(wheels.advance(9 * TICK, due)).isEqualTo(10 * TICK);
    assertThat(wheels.advance(17 * TICK, due)).isEqualTo(TimerNode.NEVER);

    int count = 0;
    while (due.poll() != null) {
      count++;
    }
    assertThat(count).isEqualTo(16);
  }

  @Test
  void a_stack_overflow_leaves_the_wheels_whole() throws InterruptedException {
    var wheels = new StripedWheels(2, 0);
    List<RecordingNode> nodes = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      nodes.add(new RecordingNode("node", i * TICK));
    }

    for (int round = 0; round < 50; round++) {
      int first = round % 7; // other frames at the place where the stack ends
      var thread =
          Thread.ofPlatform().stackSize(256 << 10).start(() -> exhaust(wheels, nodes, first));
      thread.join();
    }

    var due = new DueList();
    int armed = wheels.armedCount();
    assertThat(wheels.advance(1_000 * TICK, due)).as("no lock is taken").isEqualTo(TimerNode.NEVER);
    int expired = 0;
    while (due.poll() != null) {
      expired++;
    }
    assertThat(expired).isEqualTo(armed);
    assertThat(nodes).allMatch(RecordingNode::isUnlinked);
  }

  @SuppressWarnings("InfiniteRecursion") // that is how to exhaust a stack
  private static void exhaust(StripedWheels wheels, List<RecordingNode> nodes, int depth) {
    RecordingNode node = nodes.get(depth % nodes.size());
    try {
      if (!wheels.disarm(node)) {
        wheels.arm(node);
      }
      exhaust(wheels, nodes, depth + 1);
    } catch (StackOverflowError _) {
      // the point of the test: whatever was under way has either happened or not
    }
  }
}
