package io.trio4j.internal.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimingWheelTest {
  private static final long TICK = 1L << TimingWheel.TICK_SHIFT;

  private final TimingWheel wheel = new TimingWheel(0, 0);
  private final DueList due = new DueList();

  @Nested
  class A_deadline {

    @ParameterizedTest
    @ValueSource(
        longs = {0, 1, 5, 62, 63, 64, 65, 4_095, 4_096, 100_000, 1L << 24, (1L << 42) + 77})
    void is_due_with_the_tick_after_its_own_and_not_before(long tick) {
      RecordingNode node = armed(tick * TICK + TICK - 1);

      assertThat(dueAt(tick * TICK + TICK - 1)).isEmpty();
      assertThat(dueAt((tick + 1) * TICK)).containsExactly(node);
    }

    @Test
    void exactly_on_a_tick_is_a_tick_late() {
      RecordingNode node = armed(7 * TICK);

      assertThat(dueAt(8 * TICK - 1)).isEmpty();
      assertThat(dueAt(8 * TICK)).containsExactly(node);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, 1_000 * TICK})
    void in_the_past_is_due_with_the_next_tick(long deadline) {
      advance(1_000 * TICK);
      RecordingNode node = armed(deadline);

      assertThat(dueAt(1_000 * TICK)).isEmpty();
      assertThat(dueAt(1_001 * TICK)).containsExactly(node);
    }

    @Test
    void that_never_comes_never_comes() {
      RecordingNode node = armed(TimerNode.NEVER);

      assertThat(dueAt(Long.MAX_VALUE)).isEmpty();
      assertThat(TimingWheel.startOf(advance(Long.MAX_VALUE))).isEqualTo(TimerNode.NEVER);
      assertThat(wheel.disarm(node)).isTrue();
    }

    @Test
    void long_past_when_the_wheel_moves_at_last_is_due_in_order() {
      RecordingNode third = armed(70_000 * TICK);
      RecordingNode first = armed(3 * TICK);
      RecordingNode second = armed(900 * TICK);

      assertThat(dueAt(1_000_000 * TICK)).containsExactly(first, second, third);
    }

    @Test
    void shared_by_many_is_due_for_each_once() {
      List<TimerNode> nodes = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        nodes.add(armed(50 * TICK + i));
      }

      assertThat(dueAt(51 * TICK)).containsExactlyInAnyOrderElementsOf(nodes);
    }
  }

  @Nested
  class Disarming {

    @Test
    void takes_a_node_out_and_unlinks_it() {
      RecordingNode one = armed(5 * TICK);
      RecordingNode two = armed(5 * TICK + 1);
      RecordingNode three = armed(5 * TICK + 2);

      assertThat(wheel.disarm(two)).isTrue();

      assertThat(two.isUnlinked()).isTrue();
      assertThat(dueAt(6 * TICK)).containsExactlyInAnyOrder(one, three);
    }

    @Test
    void is_refused_for_an_idle_node() {
      RecordingNode node = node(5 * TICK);

      assertThat(wheel.disarm(node)).isFalse();
      assertThat(wheel.arm(node)).isTrue();
      assertThat(wheel.disarm(node)).isTrue();
      assertThat(wheel.disarm(node)).isFalse();
    }

    @Test
    void is_refused_for_a_due_node_before_and_after_it_is_polled() {
      RecordingNode node = armed(5 * TICK);
      advance(6 * TICK);

      assertThat(wheel.disarm(node)).isFalse();
      assertThat(due.poll()).isSameAs(node);
      assertThat(wheel.disarm(node)).isFalse();
    }

    @Test
    void is_refused_by_a_wheel_the_node_is_not_in() {
      var other = new TimingWheel(1, 0);
      RecordingNode node = armed(5 * TICK);

      assertThat(other.disarm(node)).isFalse();
      assertThat(wheel.disarm(node)).isTrue();
    }

    @Test
    void of_all_leaves_an_empty_wheel() {
      List<RecordingNode> nodes = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        nodes.add(armed((long) i * i * TICK));
      }

      nodes.forEach(wheel::disarm);

      assertThat(wheel.armedCount()).isZero();
      assertThat(advance(0)).isEqualTo(TimingWheel.NO_TICK);
      assertThat(nodes).allMatch(RecordingNode::isUnlinked);
    }
  }

  /// One hold of the lock moves part of a slot only: what others do in between must not get lost.
  @Nested
  class Between_two_holds_of_a_long_advance {

    @Test
    void nodes_not_yet_moved_can_be_disarmed() {
      List<RecordingNode> nodes = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        nodes.add(armed(100 * TICK)); // level 1: spread, then due
      }
      assertThat(wheel.advance(101, due)).isEqualTo(TimingWheel.MORE);

      List<RecordingNode> takenBack = nodes.stream().filter(wheel::disarm).toList();

      List<TimerNode> expired = dueAt(101 * TICK);
      assertThat(expired).doesNotContainAnyElementsOf(takenBack);
      assertThat(expired.size() + takenBack.size()).isEqualTo(nodes.size());
      assertThat(wheel.armedCount()).isZero();
      assertThat(advance(101 * TICK)).isEqualTo(TimingWheel.NO_TICK);
    }

    @Test
    void an_overdue_node_can_be_armed_and_waits_for_the_next_tick() {
      for (int i = 0; i < 1_000; i++) {
        armed(5 * TICK);
      }
      assertThat(wheel.advance(6, due)).isEqualTo(TimingWheel.MORE);

      RecordingNode late = armed(2 * TICK);

      assertThat(dueAt(6 * TICK)).hasSize(1_000).doesNotContain(late);
      assertThat(dueAt(7 * TICK)).containsExactly(late);
    }
  }

  @Nested
  class Arming {

    @Test
    void twice_is_a_defect_and_says_so() {
      RecordingNode node = armed(5 * TICK);

      assertThatIllegalStateException()
          .isThrownBy(() -> wheel.arm(node))
          .withMessage(
              "node is armed, or due and not yet expired. A node is in its timer at most once:"
                  + " disarm it first. Please report this.");
      assertThat(wheel.disarm(node)).as("still armed, and the lock free").isTrue();
    }

    @Test
    void a_due_node_is_a_defect_until_it_is_polled() {
      RecordingNode node = armed(5 * TICK);
      advance(6 * TICK);

      assertThatIllegalStateException().isThrownBy(() -> wheel.arm(node));

      assertThat(due.poll()).isSameAs(node);
      assertThat(wheel.arm(node)).isTrue();
    }

    @Test
    void an_armed_node_keeps_its_deadline() {
      RecordingNode node = armed(5 * TICK);

      assertThatIllegalStateException()
          .isThrownBy(() -> node.setDeadlineNanos(6 * TICK))
          .withMessage(
              "node is armed. Disarm it before its deadline is changed. Please report this.");

      assertThat(node.deadlineNanos()).isEqualTo(5 * TICK);
    }
  }

  @Nested
  class The_owner {

    @Test
    void is_woken_by_any_deadline_when_it_sleeps_for_ever() {
      advance(3 * TICK);

      assertThat(wheel.arm(node(1_000_000 * TICK))).isTrue();
    }

    @Test
    void is_woken_only_by_deadlines_before_the_one_it_sleeps_for() {
      armed(40 * TICK);
      assertThat(advance(0)).isEqualTo(41);

      assertThat(wheel.arm(node(40 * TICK))).isFalse();
      assertThat(wheel.arm(node(50 * TICK))).isFalse();
      assertThat(wheel.arm(node(39 * TICK))).isTrue();
    }

    /// Otherwise an error between arming and waking would put all later deadlines to sleep.
    @Test
    void is_woken_again_by_others_until_it_has_come() {
      advance(0);

      assertThat(wheel.arm(node(50 * TICK))).isTrue();
      assertThat(wheel.arm(node(60 * TICK))).isTrue();
      advance(0);
      assertThat(wheel.arm(node(60 * TICK))).isFalse();
    }

    @Test
    void is_called_for_a_far_deadline_no_more_often_than_there_are_levels() {
      RecordingNode node = armed(123_456_789L * TICK);
      int calls = 0;
      long next = advance(0);
      while (next != TimingWheel.NO_TICK) {
        calls++;
        next = advance(TimingWheel.startOf(next));
      }

      assertThat(calls).isBetween(1, 8);
      assertThat(due.poll()).isSameAs(node);
    }
  }

  @Test
  void the_last_tick_that_has_a_beginning_has_it() {
    long last = TimingWheel.tickOf(Long.MAX_VALUE);

    assertThat(TimingWheel.startOf(last)).isEqualTo(Long.MAX_VALUE - (TICK - 1));
    assertThat(TimingWheel.startOf(last + 1)).isEqualTo(TimerNode.NEVER);
    assertThat(TimingWheel.startOf(TimingWheel.NO_TICK)).isEqualTo(TimerNode.NEVER);
  }

  private static RecordingNode node(long deadlineNanos) {
    return new RecordingNode("node", deadlineNanos);
  }

  private RecordingNode armed(long deadlineNanos) {
    RecordingNode node = node(deadlineNanos);
    wheel.arm(node);
    return node;
  }

  /// Advances in as many holds as it takes; what is due stays in the list.
  private long advance(long now) {
    long next = wheel.advance(TimingWheel.tickOf(now), due);
    while (next == TimingWheel.MORE) {
      next = wheel.advance(TimingWheel.tickOf(now), due);
    }
    return next;
  }

  private List<TimerNode> dueAt(long now) {
    advance(now);
    List<TimerNode> nodes = new ArrayList<>();
    for (TimerNode node = due.poll(); node != null; node = due.poll()) {
      nodes.add(node);
    }
    return nodes;
  }
}
