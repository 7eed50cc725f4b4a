package io.trio4j.conformance.helpers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.Action;
import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.InModes;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.lowlevel.Checkpoints;
import io.trio4j.testing.StepCounter;
import io.trio4j.testing.Testing;
import org.junit.jupiter.api.Tag;

/// Asserting that something is a checkpoint, or none. In parallel mode there are no schedule
/// points, and the cancel half is the whole.
class CheckpointAssertionTest {
  private static final String NO_HALVES = "there are no schedule points, hence no halves";

  private static void in(RunMode mode, Action<RuntimeException> body) {
    Trio.run(Runs.options(mode).withInstrument(StepCounter.instance()), body);
  }

  private static void both() {
    Checkpoints.schedulePoint();
    Checkpoints.checkpointIfCancelled();
  }

  private static void assertFails(Action<RuntimeException> assertion) {
    assertThatThrownBy(assertion::run).isInstanceOf(AssertionError.class);
  }

  @InEachMode
  @Tag("T515")
  void a_whole_checkpoint_is_asserted(RunMode mode) {
    in(
        mode,
        () -> {
          Testing.assertCheckpoints(() -> Trio.checkpoint());
          assertFails(() -> Testing.assertCheckpoints(() -> {}));
          Testing.assertCheckpoints(() -> both());
        });
  }

  @InModes(
      value = {RunMode.COOPERATIVE, RunMode.DETERMINISTIC},
      leftOut = NO_HALVES)
  @Tag("T515")
  void half_a_checkpoint_is_not_enough(RunMode mode) {
    in(
        mode,
        () -> {
          assertFails(() -> Testing.assertCheckpoints(() -> Checkpoints.checkpointIfCancelled()));
          assertFails(() -> Testing.assertCheckpoints(() -> Checkpoints.schedulePoint()));
        });
  }

  @InEachMode
  @Tag("T516")
  void no_checkpoint_is_asserted(RunMode mode) {
    in(
        mode,
        () -> {
          assertFails(() -> Testing.assertNoCheckpoints(() -> Trio.checkpoint()));
          Testing.assertNoCheckpoints(() -> {});
          assertFails(() -> Testing.assertNoCheckpoints(() -> both()));
          assertFails(() -> Testing.assertNoCheckpoints(() -> Checkpoints.checkpointIfCancelled()));
        });
  }

  @InModes(
      value = {RunMode.COOPERATIVE, RunMode.DETERMINISTIC},
      leftOut = NO_HALVES)
  @Tag("T516")
  void a_schedule_point_alone_is_too_much(RunMode mode) {
    in(
        mode,
        () -> assertFails(() -> Testing.assertNoCheckpoints(() -> Checkpoints.schedulePoint())));
  }
}
