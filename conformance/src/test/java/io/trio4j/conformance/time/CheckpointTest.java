package io.trio4j.conformance.time;

import static io.trio4j.conformance.harness.Runs.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.Action;
import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.ScopeOptions;
import io.trio4j.Task;
import io.trio4j.TaskLocal;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.lowlevel.Checkpoints;
import io.trio4j.lowlevel.ParkingLot;
import io.trio4j.lowlevel.WaitToken;
import io.trio4j.testing.StepCounter;
import io.trio4j.testing.Testing;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;

/// What is a checkpoint and what is none. In parallel mode, where no task needs another's leave to
/// run, a checkpoint is a cancel point only.
class CheckpointTest {
  private static final List<Action<RuntimeException>> SATISFIED_AT_ONCE =
      List.of(
          () -> Trio.checkpoint(),
          () -> Checkpoints.checkpoint(),
          () -> Trio.sleep(Duration.ZERO),
          () -> Trio.sleepUntil(Trio.currentTime()),
          () -> Trio.sleepUntil(TrioTime.PAST));

  @InEachMode
  @Tag("T594")
  void what_need_not_wait_is_a_full_checkpoint(RunMode mode) {
    counted(
        mode,
        () -> {
          for (Action<RuntimeException> call : SATISFIED_AT_ONCE) {
            Testing.assertCheckpoints(call);
          }
        });
  }

  @InEachMode
  @Tag("T594")
  void what_need_not_wait_throws_in_a_cancelled_scope(RunMode mode) {
    counted(
        mode,
        () ->
            CancelScope.run(scope -> {
              scope.cancel();
              for (Action<RuntimeException> call : SATISFIED_AT_ONCE) {
                assertThatThrownBy(call::run).isInstanceOf(Cancelled.class);
              }
            }));
  }

  private static void counted(RunMode mode, Action<RuntimeException> body) {
    Trio.run(Runs.options(mode).withInstrument(StepCounter.instance()), body);
  }

  @InEachMode
  @Tag("T595")
  void joining_a_task_that_has_ended_is_a_full_checkpoint(RunMode mode) {
    counted(
        mode,
        () -> {
          AtomicReference<Task<String>> ended = new AtomicReference<>();
          Nursery.run(nursery -> ended.set(nursery.startSoon("child", () -> "value")));

          String value = Testing.assertCheckpoints(() -> ended.get().join());

          assertThat(value).isEqualTo("value");
        });
  }

  @InEachMode
  @Tag("T595")
  void a_wait_that_was_ended_before_it_began_is_a_full_checkpoint(RunMode mode) {
    counted(
        mode,
        () -> {
          WaitToken<String> token = WaitToken.create("the test");
          token.tryReschedule("value");

          String value = Testing.assertCheckpoints(() -> token.park(() -> {}));

          assertThat(value).isEqualTo("value");
        });
  }

  @InEachMode
  @Tag("T596")
  void waking_others_neither_schedules_nor_checks(RunMode mode) {
    counted(
        mode,
        () -> {
          ParkingLot lot = ParkingLot.of("the test");
          Nursery.run(nursery -> {
            nursery.startSoon(() -> lot.park());
            Runs.settle();
            Testing.assertNoCheckpoints(() -> lot.unpark(1));
          });
        });
  }

  @InEachMode
  @Tag("T596")
  void entering_and_leaving_a_scope_neither_schedules_nor_checks(RunMode mode) {
    TaskLocal<String> local = TaskLocal.of("local");
    counted(
        mode,
        () -> {
          Testing.assertNoCheckpoints(() -> CancelScope.run(_ -> {}));
          Testing.assertNoCheckpoints(() -> CancelScope.moveOnAfter(seconds(1), () -> {}));
          Testing.assertNoCheckpoints(() -> CancelScope.failAfter(seconds(1), () -> {}));
          Testing.assertNoCheckpoints(() -> CancelScope.shielded(() -> {}));
          Testing.assertNoCheckpoints(() -> CancelScope.cleanup(seconds(1), () -> {}));
          Testing.assertNoCheckpoints(() -> local.where("value", () -> {}));
        });
  }

  @InEachMode
  @Tag("T596")
  void leaving_a_scope_in_a_cancelled_place_throws_nothing(RunMode mode) {
    counted(
        mode,
        () -> {
          CancelScope inner = CancelScope.of(ScopeOptions.defaults().withTimeout(seconds(1)));
          CancelScope outer =
              CancelScope.run(out -> {
                out.cancel();
                inner.enter(() -> {});
              });

          assertThat(inner.cancelledCaught()).isFalse();
          assertThat(outer.cancelledCaught()).isFalse();
        });
  }

  @InEachMode
  @Tag("T609")
  void both_halves_of_a_checkpoint_are_a_full_one(RunMode mode) {
    counted(
        mode,
        () ->
            Testing.assertCheckpoints(() -> {
              Checkpoints.checkpointIfCancelled();
              Checkpoints.schedulePoint();
            }));
  }

  @InEachMode
  @Tag("T609")
  void the_second_half_alone_is_none(RunMode mode) {
    counted(
        mode,
        () ->
            assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Testing.assertCheckpoints(() -> Checkpoints.schedulePoint())));
  }
}
