package io.trio4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.Nursery;
import io.trio4j.NurseryAction;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.lowlevel.ParkingLot;
import io.trio4j.lowlevel.WaitSubject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskStatesTest {
  /// Something that somebody holds.
  private record Held(List<Task<?>> holders) implements WaitSubject {
    @Override
    public String toString() {
      return "the only key";
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_task_that_waits_is_blocked(RunMode mode) {
    ParkingLot gate = ParkingLot.of("the gate");
    in(
        mode,
        nursery -> {
          Task<?> visitor = nursery.startSoon("visitor", () -> gate.park());
          Testing.waitAllTasksBlocked();

          TaskStates.assertBlocked(visitor);
          TaskStates.assertBlockedOn(visitor, "gate");
          assertThatThrownBy(() -> TaskStates.assertBlockedOn(visitor, "the key"))
              .isInstanceOf(AssertionError.class)
              .hasMessage(
                  "expected Task[main/visitor] to wait for the key, but it waits for the gate");
          assertThatThrownBy(() -> TaskStates.assertDone(visitor))
              .isInstanceOf(AssertionError.class)
              .hasMessage("expected Task[main/visitor] to have ended, but it waits for the gate");

          gate.unparkAll();
          Testing.waitAllTasksBlocked();
          TaskStates.assertDone(visitor);
          assertThatThrownBy(() -> TaskStates.assertBlocked(visitor))
              .hasMessage(
                  "expected Task[main/visitor] to wait, but it has ended and returned null");
        });
  }

  @Test
  void messages_name_who_holds_what_is_waited_for() {
    in(
        RunMode.DETERMINISTIC,
        nursery -> {
          Held key = new Held(List.of(Task.current()));
          ParkingLot lot = ParkingLot.of(key);
          Task<?> visitor = nursery.startSoon("visitor", () -> lot.park());
          Testing.waitAllTasksBlocked();

          TaskStates.assertBlockedOn(visitor, key);
          assertThat(TaskStates.describe(visitor))
              .isEqualTo("waits for the only key, held by Task[main]");
          lot.unparkAll();
        });
  }

  @Test
  void a_task_that_runs_is_shown_with_its_line() {
    in(
        RunMode.DETERMINISTIC,
        _ ->
            assertThatThrownBy(() -> TaskStates.assertBlocked(Task.current()))
                .hasMessageStartingWith("expected Task[main] to wait, but it runs, at ")
                .hasMessageContaining("TaskStatesTest.java:"));
  }

  @Test
  void tasks_that_ended_tell_how() {
    in(
        RunMode.DETERMINISTIC,
        nursery -> {
          Task<?> cancelled = nursery.startSoon("cancelled", () -> Trio.sleepForever());
          Testing.waitAllTasksBlocked();
          cancelled.cancel("enough");
          Testing.waitAllTasksBlocked();

          assertThat(TaskStates.describe(cancelled))
              .isEqualTo("was cancelled due to explicit with reason 'enough' from task main");
        });
    Task<?>[] failed = new Task<?>[1];
    assertThatThrownBy(() ->
            in(
                RunMode.DETERMINISTIC,
                nursery -> failed[0] = nursery.startSoon(() -> fail("planted"))))
        .isNotNull();
    assertThat(TaskStates.describe(failed[0]))
        .isEqualTo("has failed: java.lang.IllegalStateException: planted");
  }

  private static void fail(String text) {
    throw new IllegalStateException(text);
  }

  private static void in(RunMode mode, NurseryAction body) {
    RunOptions options = RunOptions.defaults().withMode(mode).withSeed(1);
    Trio.run(options.withClock(VirtualClock.create().autojump()), () -> Nursery.run(body));
  }
}
