package io.trio4j.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random operations on the wheel and on a sorted map, which must agree after each.
class TimingWheelAgainstReferenceTest {
  private static final int OPERATIONS = 100_000;
  private static final int NODES = 600;
  private static final long TICK = 1L << TimingWheel.TICK_SHIFT;

  /// Near ones meet in slots; far ones are moved down through the levels.
  private static final int[] REACH_BITS = {1, 6, 7, 12, 13, 18, 30, 43};

  private final Map<RecordingNode, Long> tickOf = new HashMap<>();
  private final TreeMap<Long, List<RecordingNode>> byTick = new TreeMap<>();
  private final List<RecordingNode> nodes = new ArrayList<>();
  private final DueList due = new DueList();

  private long nowTick;
  private long promisedTick = TimingWheel.NO_TICK;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void the_wheel_agrees_with_a_sorted_map(long seed) {
    Random random = new Random(seed);
    TimingWheel wheel = new TimingWheel(0, 0);
    for (int i = 0; i < NODES; i++) {
      nodes.add(new RecordingNode("node " + i, 0));
    }

    for (int i = 0; i < OPERATIONS; i++) {
      RecordingNode node = nodes.get(random.nextInt(NODES));
      switch (random.nextInt(10)) {
        case 0 -> advance(wheel, random);
        case 1, 2, 3 -> disarm(wheel, node);
        default -> arm(wheel, random, node);
      }
      assertThat(wheel.armedCount()).isEqualTo(tickOf.size());
    }

    nodes.forEach(node -> disarm(wheel, node));
    assertThat(wheel.armedCount()).isZero();
    assertThat(wheel.advance(nowTick, due)).isEqualTo(TimingWheel.NO_TICK);
    assertThat(nodes).allMatch(RecordingNode::isUnlinked);
  }

  private void arm(TimingWheel wheel, Random random, RecordingNode node) {
    if (tickOf.containsKey(node)) {
      return;
    }
    long reach = 1L << REACH_BITS[random.nextInt(REACH_BITS.length)];
    long deadline = Durations.deadlineAfter(nowTick * TICK, random.nextLong(reach) * TICK);
    if (random.nextInt(20) == 0) {
      deadline = random.nextBoolean() ? nowTick * TICK - random.nextLong(reach) : TimerNode.NEVER;
    }
    node.setDeadlineNanos(deadline);
    long tick = Math.max(TimingWheel.tickOf(deadline) + 1, nowTick + 1);

    boolean wake = wheel.arm(node);

    assertThat(wake).isEqualTo(tick < promisedTick);
    tickOf.put(node, tick);
    byTick.computeIfAbsent(tick, _ -> new ArrayList<>()).add(node);
  }

  private void disarm(TimingWheel wheel, RecordingNode node) {
    Long tick = tickOf.remove(node);

    boolean disarmed = wheel.disarm(node);

    assertThat(disarmed).isEqualTo(tick != null);
    assertThat(node.isUnlinked()).isTrue();
    if (tick != null) {
      byTick.getOrDefault(tick, List.of()).remove(node);
    }
  }

  private void advance(TimingWheel wheel, Random random) {
    nowTick += random.nextLong(1L << random.nextInt(20));

    long next = wheel.advance(nowTick, due);
    while (next == TimingWheel.MORE) {
      next = wheel.advance(nowTick, due);
    }

    while (!byTick.isEmpty() && byTick.firstKey() <= nowTick) {
      List<RecordingNode> expected = byTick.pollFirstEntry().getValue();
      List<TimerNode> actual = new ArrayList<>();
      for (int i = 0; i < expected.size(); i++) {
        actual.add(due.poll());
      }
      assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
      expected.forEach(tickOf::remove);
    }
    assertThat(due.isEmpty()).as("nothing more, hence nothing early").isTrue();
    byTick.values().removeIf(List::isEmpty);
    assertThat(next)
        .isGreaterThan(nowTick)
        .isLessThanOrEqualTo(byTick.isEmpty() ? TimingWheel.NO_TICK : byTick.firstKey());
    assertThat(next == TimingWheel.NO_TICK).isEqualTo(byTick.isEmpty());
    promisedTick = next;
  }
}
