package io.trio4j.junit;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Task;
import io.trio4j.TooSlowException;
import io.trio4j.Trio;
import io.trio4j.testing.Sequencer;
import io.trio4j.testing.Testing;
import io.trio4j.testing.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInfo;

class TrioTestTest {
  private final List<String> events = new CopyOnWriteArrayList<>();

  @BeforeEach
  void set_up_outside_the_run() {
    assertThat(Task.tryCurrent()).isEmpty();
    events.add("set up");
  }

  @AfterEach
  void tear_down_outside_the_run() {
    assertThat(Task.tryCurrent()).isEmpty();
    assertThat(events.getFirst()).isEqualTo("set up");
  }

  @TrioTest
  void a_test_is_the_main_task_of_a_run() {
    assertThat(Task.current().path()).isEqualTo("main");
    assertThat(Thread.currentThread().isVirtual()).isTrue();
  }

  @TrioTest
  void an_hour_passes_at_once(VirtualClock clock) {
    assertThatThrownBy(() -> CancelScope.failAfter(ofHours(1), () -> Trio.sleepForever()))
        .isInstanceOf(TooSlowException.class);

    assertThat(clock.elapsed()).isEqualTo(ofHours(1));
  }

  @TrioTest(clock = TestClock.MANUAL)
  void a_manual_clock_stands_still(VirtualClock clock, Nursery nursery) {
    nursery.startSoon(() -> {
      Trio.sleep(ofSeconds(5));
      events.add("woke");
    });
    Testing.waitAllTasksBlocked();
    clock.jump(ofSeconds(4));
    Testing.waitAllTasksBlocked();
    assertThat(events).containsExactly("set up");

    clock.jump(ofSeconds(1));
    Testing.waitAllTasksBlocked();

    assertThat(events).containsExactly("set up", "woke");
  }

  @TrioTest(
      modes = {RunMode.PARALLEL, RunMode.COOPERATIVE, RunMode.DETERMINISTIC},
      seeds = 3)
  void a_test_runs_in_each_mode_with_each_seed(
      RunMode mode, Sequencer sequencer, Nursery nursery, TestInfo info) {
    nursery.startSoon(() -> sequencer.at(1, () -> events.add("one")));
    sequencer.at(0, () -> events.add("zero"));
    sequencer.at(2, () -> events.add("two"));

    assertThat(events).containsExactly("set up", "zero", "one", "two");
    assertThat(info.getDisplayName())
        .matches(mode.name().toLowerCase(Locale.ROOT) + ", seed [123]");
  }

  @TrioTest(
      clock = TestClock.REAL,
      modes = {RunMode.PARALLEL, RunMode.DETERMINISTIC})
  void real_time_passes_by_itself() {
    long before = System.nanoTime();

    Trio.sleep(ofMillis(2));

    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(2_000_000);
  }

  @TrioTest
  void checkpoints_can_be_asserted() {
    Testing.assertCheckpoints(() -> Trio.checkpoint());
    Testing.assertNoCheckpoints(() -> events.add("nothing"));
  }

  @Nested
  class Children_of_the_parameter {
    private final List<String> ended = new ArrayList<>();

    @TrioTest
    void end_before_the_test(Nursery nursery) {
      nursery.startSoon(() -> {
        Trio.sleep(ofHours(1));
        ended.add("child");
      });

      assertThat(ended).isEmpty();
    }

    @AfterEach
    void have_ended() {
      assertThat(ended).containsExactly("child");
    }
  }

  @Nested
  class In_a_nested_class {
    @TrioTest
    void it_works_too(Nursery nursery) {
      assertThat(nursery.isClosed()).isFalse();
      assertThat(events).containsExactly("set up");
    }
  }
}
