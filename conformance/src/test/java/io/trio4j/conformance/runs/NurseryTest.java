package io.trio4j.conformance.runs;

import static io.trio4j.conformance.harness.Runs.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.conformance.harness.Failures;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.InModes;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import io.trio4j.lowlevel.Instrument;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;

/// Section 1: what a nursery waits for, cancels and throws.
class NurseryTest {
  private final Trail trail = new Trail();

  @InEachMode
  @Tag("T011")
  void a_failure_of_the_body_leaves_in_a_group(RunMode mode) {
    RuntimeException error = Failures.value();

    ExceptionGroup group =
        Failures.group(() ->
            Runs.run(
                mode,
                () ->
                    Nursery.run(_ -> {
                      throw error;
                    })));

    assertThat(group.errors()).hasSize(1);
    assertThat(group.errors().getFirst()).isSameAs(error);
  }

  @InEachMode
  @Tag("T012")
  void a_failure_of_a_child_leaves_in_a_group(RunMode mode) {
    RuntimeException error = Failures.value();

    ExceptionGroup group =
        Failures.group(() -> Runs.run(mode, () -> Nursery.run(n -> n.startSoon(failing(error)))));

    assertThat(group.errors()).hasSize(1);
    assertThat(group.errors().getFirst()).isSameAs(error);
  }

  @InEachMode
  @Tag("T014")
  void two_failures_leave_in_one_group(RunMode mode) {
    RuntimeException one = Failures.value();
    RuntimeException other = Failures.key();

    ExceptionGroup group =
        Failures.group(() ->
            Runs.run(
                mode,
                () ->
                    Nursery.run(n -> {
                      n.startSoon(failing(one));
                      n.startSoon(failing(other));
                    })));

    assertThat(group.errors()).containsExactlyInAnyOrder(one, other);
  }

  @InEachMode
  @Tag("T015")
  void a_crash_cancels_a_sibling_that_loops(RunMode mode) {
    RuntimeException error = Failures.key();

    ExceptionGroup group =
        Failures.group(() ->
            Runs.run(
                mode,
                () ->
                    Nursery.run(n -> {
                      n.startSoon("looper", this::loop);
                      n.startSoon("crasher", failing(error));
                    })));

    assertThat(trail.steps()).containsExactly("looper cancelled");
    assertThat(group.errors()).containsExactly(error);
  }

  private void loop() {
    try {
      while (true) {
        Trio.checkpoint();
      }
    } catch (Cancelled cancelled) {
      trail.add("looper cancelled");
      throw cancelled;
    }
  }

  @InEachMode
  @Tag("T016")
  void a_crash_wakes_a_parent_that_sleeps(RunMode mode) {
    RuntimeException error = Failures.key();

    ExceptionGroup group =
        Failures.group(() ->
            Runs.run(
                mode,
                () ->
                    Nursery.run(n -> {
                      n.startSoon(failing(error));
                      sleepForever("parent");
                    })));

    assertThat(trail.steps()).containsExactly("parent cancelled");
    assertThat(group.errors()).containsExactly(error);
  }

  @InModes(
      value = {RunMode.COOPERATIVE, RunMode.DETERMINISTIC},
      leftOut =
          "parallel tasks run at once: a checkpoint that need not wait is a cancel point only")
  @Tag("T017")
  void tasks_that_yield_take_turns(RunMode mode) {
    Runs.run(
        mode,
        () ->
            Nursery.run(n -> {
              n.startSoon(() -> countToThree("a"));
              n.startSoon(() -> countToThree("b"));
            }));

    List<String> steps = trail.steps();
    assertThat(steps).hasSize(6);
    assertThat(steps.subList(0, 2)).containsExactlyInAnyOrder("a 1", "b 1");
    assertThat(steps.subList(2, 4)).containsExactlyInAnyOrder("a 2", "b 2");
    assertThat(steps.subList(4, 6)).containsExactlyInAnyOrder("a 3", "b 3");
  }

  private void countToThree(String name) {
    for (int i = 1; i <= 3; i++) {
      trail.add(name + " " + i);
      Trio.checkpoint();
    }
  }

  @InEachMode
  @Tag("T018")
  void a_child_of_a_cancelled_nursery_begins(RunMode mode) {
    Runs.run(
        mode,
        () ->
            Nursery.run(n -> {
              n.cancel();
              n.startSoon(() -> {
                trail.add("child begins");
                sleepForever("child");
              });
            }));

    assertThat(trail.steps()).containsExactly("child begins", "child cancelled");
  }

  @InEachMode
  @Tag("T019")
  void a_child_may_start_siblings_after_the_body(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Nursery.run(n -> {
            n.startSoon(() -> {
              Runs.settle();
              trail.add("child starts sibling");
              n.startSoon(() -> {
                Trio.sleep(seconds(1));
                trail.add("sibling ends");
              });
            });
            trail.add("body ends");
          });
          trail.add("block ends");
        });

    assertThat(trail.steps())
        .containsExactly("body ends", "child starts sibling", "sibling ends", "block ends");
  }

  @InEachMode
  @Tag("T020")
  void a_nursery_that_was_left_starts_nothing(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Nursery left = Nursery.call(n -> n);

          assertClosed(() -> left.startSoon(() -> trail.add("ran")));
          assertClosed(() -> left.startSoon(() -> "value"));
          assertClosed(() -> left.startSoon("name", () -> trail.add("ran")));
          assertClosed(() -> left.startSoon("name", () -> "value"));

          Runs.settle();
          assertThat(left.childTasks()).isEmpty();
          assertThat(left.isClosed()).isTrue();
        });
    assertThat(trail.steps()).isEmpty();
  }

  private static void assertClosed(org.assertj.core.api.ThrowableAssert.ThrowingCallable start) {
    assertThatThrownBy(start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  @InEachMode
  @Tag("T021")
  void leaving_an_empty_nursery_in_a_cancelled_scope_throws_nothing(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          CancelScope scope =
              CancelScope.run(s -> {
                s.cancel();
                Nursery.run(_ -> {});
                trail.add("left");
              });

          assertThat(trail.steps()).containsExactly("left");
          assertThat(scope.cancelCalled()).isTrue();
          assertThat(scope.cancelledCaught()).isFalse();
        });
  }

  @InModes(
      value = {RunMode.COOPERATIVE, RunMode.DETERMINISTIC},
      leftOut = "parallel mode has no schedule points: the JVM schedules")
  @Tag("T021")
  void leaving_an_empty_nursery_in_a_cancelled_scope_lets_others_run(RunMode mode) {
    AtomicInteger ends = new AtomicInteger();
    Instrument stepEnds =
        new Instrument() {
          @Override
          public void afterTaskStep(Task<?> task) {
            ends.incrementAndGet();
          }
        };

    Trio.run(
        Runs.options(mode).withInstrument(stepEnds),
        () ->
            CancelScope.run(s -> {
              s.cancel();
              int before = ends.get();
              Nursery.run(_ -> {});
              assertThat(ends.get()).isEqualTo(before + 1);
            }));
  }

  @InEachMode
  @Tag("T023")
  void a_failure_inside_a_cancelled_scope_leaves_alone(RunMode mode) {
    RuntimeException error = Failures.key();

    ExceptionGroup group =
        Failures.group(() ->
            Runs.run(
                mode,
                () ->
                    CancelScope.run(scope ->
                        Nursery.run(n -> {
                          n.startSoon(() -> sleepForever("child"));
                          scope.cancel();
                          throw error;
                        }))));

    assertThat(group.errors()).containsExactly(error);
    assertThat(trail.steps()).containsExactly("child cancelled");
  }

  @InEachMode
  @Tag("T024")
  void a_failures_stack_begins_in_the_childs_code(RunMode mode) {
    ExceptionGroup group =
        Failures.group(
            () -> Runs.run(mode, () -> Nursery.run(n -> n.startSoon(NurseryTest::failHere))));

    StackTraceElement[] stack = group.errors().getFirst().getStackTrace();
    assertThat(stack[0].getClassName()).isEqualTo(NurseryTest.class.getName());
    assertThat(stack[0].getMethodName()).isEqualTo("failHere");
  }

  private static void failHere() {
    throw new IllegalStateException("here");
  }

  @InEachMode
  @Tag("T025")
  void a_group_has_no_link_back_from_its_members(RunMode mode) {
    RuntimeException ofChild = Failures.key();
    RuntimeException ofBody = Failures.value();

    ExceptionGroup group =
        Failures.group(() ->
            Runs.run(
                mode,
                () ->
                    Nursery.run(n -> {
                      n.startSoon(failing(ofChild));
                      throw ofBody;
                    })));

    assertThat(group.errors()).containsExactlyInAnyOrder(ofChild, ofBody);
    Failures.assertNoLoop(group);
    assertThat(ofChild).hasNoCause().hasNoSuppressedExceptions();
    assertThat(ofBody).hasNoCause().hasNoSuppressedExceptions();
  }

  private void sleepForever(String name) {
    try {
      Trio.sleepForever();
    } catch (Cancelled cancelled) {
      trail.add(name + " cancelled");
      throw cancelled;
    }
  }

  private static io.trio4j.Action<RuntimeException> failing(RuntimeException error) {
    return () -> {
      throw error;
    };
  }
}
