package io.trio4j.conformance.time;

import static io.trio4j.conformance.harness.Runs.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.trio4j.CancelScope;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.lowlevel.Instrument;
import io.trio4j.lowlevel.WaitToken;
import io.trio4j.testing.StepCounter;
import io.trio4j.testing.Testing;
import io.trio4j.testing.VirtualClock;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;

/// Waiting for a time.
class SleepTest {
  private static final Duration ONE_SECOND_BUT_FOR_ROUNDING = Duration.ofNanos(999_999_990);

  @InEachMode
  @Tag("T113")
  void a_deadline_in_a_second_of_real_time_takes_a_second(RunMode mode) {
    Trio.run(
        atRealPace(mode),
        () ->
            assertTakesOneSecond(
                () -> CancelScope.moveOnAfter(seconds(1), () -> Trio.sleepForever())));
  }

  @InEachMode
  @Tag("T133")
  void a_sleep_of_a_second_of_real_time_takes_a_second(RunMode mode) {
    Trio.run(atRealPace(mode), () -> assertTakesOneSecond(() -> Trio.sleep(seconds(1))));
  }

  @InEachMode
  @Tag("T133")
  void so_does_a_sleep_until_in_a_second(RunMode mode) {
    Trio.run(
        atRealPace(mode),
        () -> assertTakesOneSecond(() -> Trio.sleepUntil(Trio.currentTime().plus(seconds(1)))));
  }

  /// Real time; for the deterministic mode, which has a virtual clock, one that keeps pace with it.
  private static RunOptions atRealPace(RunMode mode) {
    if (mode != RunMode.DETERMINISTIC) {
      return Runs.realTime(mode);
    }
    VirtualClock clock = VirtualClock.create();
    clock.setRate(1);
    return Runs.options(mode, clock);
  }

  private static void assertTakesOneSecond(Runnable wait) {
    long start = System.nanoTime();
    wait.run();
    Duration taken = Duration.ofNanos(System.nanoTime() - start);

    assertThat(taken).isGreaterThanOrEqualTo(ONE_SECOND_BUT_FOR_ROUNDING);
    assertThat(taken).isLessThan(seconds(2));
  }

  @InEachMode
  @Tag("T134")
  void a_sleep_of_nothing_is_a_checkpoint(RunMode mode) {
    Trio.run(
        Runs.options(mode).withInstrument(StepCounter.instance()),
        () -> {
          TrioTime start = Trio.currentTime();

          Testing.assertCheckpoints(() -> Trio.sleep(Duration.ZERO));

          assertThat(Trio.currentTime()).isEqualTo(start);
        });
  }

  @InEachMode
  @Tag("T137")
  void nobody_gets_hold_of_a_sleepers_wait(RunMode mode) {
    assertThat(Arrays.stream(Task.class.getMethods()).map(Method::getReturnType))
        .doesNotContain(WaitToken.class);
    assertThat(Arrays.stream(Instrument.class.getMethods()).map(Method::getParameterTypes))
        .allMatch(types -> !List.of(types).contains(WaitToken.class));

    Runs.run(
        mode,
        () -> {
          CancelScope scope = CancelScope.moveOnAfter(seconds(1_000), () -> Trio.sleepForever());
          assertThat(scope.cancelledCaught()).isTrue();
        });
  }

  @InEachMode
  @Tag("T142")
  void a_sleep_must_not_be_negative_or_null(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          TrioTime start = Trio.currentTime();

          assertThatIllegalArgumentException()
              .isThrownBy(() -> Trio.sleep(seconds(-1)))
              .withMessage("duration must not be negative: PT-1S");
          assertThatNullPointerException().isThrownBy(() -> Trio.sleep(null));
          assertThatNullPointerException().isThrownBy(() -> Trio.sleepUntil(null));

          assertThat(Trio.currentTime()).isEqualTo(start);
        });
  }
}
