package io.trio4j.conformance.time;

import static io.trio4j.conformance.harness.Runs.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.RunMode;
import io.trio4j.ScopeOptions;
import io.trio4j.TooSlowException;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.testing.VirtualClock;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

/// Blocks that must be done in time, or move on.
class TimeoutTest {
  @InEachMode
  @Tag("T135")
  void moving_on_now_cancels_at_the_first_checkpoint(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          CancelScope scope =
              CancelScope.moveOnAt(
                  Trio.currentTime(),
                  () -> {
                    assertThatThrownBy(() -> Trio.sleep(Duration.ZERO))
                        .isInstanceOf(Cancelled.class);
                    Trio.sleep(Duration.ZERO);
                  });

          assertThat(scope.cancelledCaught()).isTrue();
        });
  }

  @InEachMode
  @Tag("T136")
  void moving_on_after_a_second_cuts_a_long_sleep(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          TrioTime start = Trio.currentTime();

          CancelScope scope = CancelScope.moveOnAfter(seconds(1), () -> Trio.sleep(seconds(100)));

          assertThat(Runs.since(start)).isEqualTo(seconds(1));
          assertThat(scope.cancelledCaught()).isTrue();
        });
  }

  @InEachMode
  @Tag("T138")
  void a_shielded_time_out_hides_the_cancel_outside(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          CancelScope moveOn =
              CancelScope.of(ScopeOptions.defaults().withTimeout(seconds(1)).withShield());
          CancelScope.run(outer -> {
            outer.cancel();
            moveOn.enter(() -> passesUntilUnshielded(moveOn));
            CancelScope.failAfterRun(
                seconds(1),
                scope -> {
                  scope.shield();
                  passesUntilUnshielded(scope);
                });
          });
        });
  }

  private static void passesUntilUnshielded(CancelScope scope) {
    Trio.checkpoint();
    scope.unshield();
    assertThatThrownBy(Trio::checkpoint).isInstanceOf(Cancelled.class);
  }

  @InEachMode
  @Tag("T140")
  void a_body_that_is_done_in_time_is_no_error(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          TrioTime start = Trio.currentTime();

          CancelScope.failAfter(seconds(2), () -> Trio.sleep(seconds(1)));
          CancelScope.failAt(start.plus(seconds(3)), () -> Trio.sleep(seconds(1)));

          assertThat(Runs.since(start)).isEqualTo(seconds(2));
        });
  }

  @InEachMode
  @Tag("T141")
  void a_body_that_is_too_slow_fails_at_the_deadline(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          TrioTime start = Trio.currentTime();

          assertThatExceptionOfType(TooSlowException.class)
              .isThrownBy(() -> CancelScope.failAfter(seconds(1), () -> Trio.sleep(seconds(100))));
          assertThat(Runs.since(start)).isEqualTo(seconds(1));

          assertThatExceptionOfType(TooSlowException.class)
              .isThrownBy(
                  () -> CancelScope.failAt(start.plus(seconds(3)), () -> Trio.sleep(seconds(100))));
          assertThat(Runs.since(start)).isEqualTo(seconds(3));
        });
  }

  @InEachMode
  @Tag("T142")
  void a_time_out_must_not_be_negative_or_null(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Duration negative = seconds(-1);
          assertThatIllegalArgumentException()
              .isThrownBy(() -> CancelScope.failAfter(negative, () -> Trio.checkpoint()))
              .withMessage("timeout must not be negative: PT-1S");
          assertThatIllegalArgumentException()
              .isThrownBy(() -> CancelScope.moveOnAfter(negative, () -> Trio.checkpoint()))
              .withMessage("timeout must not be negative: PT-1S");
          assertThatNullPointerException()
              .isThrownBy(() -> CancelScope.failAfter(null, () -> Trio.checkpoint()));
          assertThatNullPointerException()
              .isThrownBy(() -> CancelScope.moveOnAfter(null, () -> Trio.checkpoint()));
          assertThatNullPointerException()
              .isThrownBy(() -> CancelScope.failAt(null, () -> Trio.checkpoint()));
          assertThatNullPointerException()
              .isThrownBy(() -> CancelScope.moveOnAt(null, () -> Trio.checkpoint()));
        });
  }

  @InEachMode
  @Tag("T142")
  void a_deadline_may_be_negative(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          TrioTime negative = new TrioTime(-1);

          CancelScope scope = CancelScope.moveOnAt(negative, () -> Trio.checkpoint());

          assertThat(scope.cancelledCaught()).isTrue();
          assertThatExceptionOfType(TooSlowException.class)
              .isThrownBy(() -> CancelScope.failAt(negative, () -> Trio.checkpoint()));
        });
  }

  @InEachMode
  @Tag("T143")
  void a_time_out_begins_when_the_scope_is_entered(RunMode mode) {
    VirtualClock clock = VirtualClock.create();
    Trio.run(
        Runs.options(mode, clock),
        () -> {
          CancelScope scope = CancelScope.of(ScopeOptions.defaults().withTimeout(seconds(5)));
          clock.jump(seconds(3));

          scope.enter(() -> {
            assertThat(scope.deadline()).isEqualTo(Trio.currentTime().plus(seconds(5)));
            assertThat(scope.remaining()).isEqualTo(seconds(5));
          });
        });
  }

  @InEachMode
  @Tag("T144")
  void deadline_and_time_left_are_two_views_of_one_thing(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          TrioTime start = Trio.currentTime();
          CancelScope.moveOnAfter(
              seconds(5),
              scope -> {
                scope.setDeadline(start.plus(seconds(3)));
                assertThat(scope.remaining()).isEqualTo(seconds(3));

                scope.setTimeout(seconds(4));
                assertThat(scope.deadline()).isEqualTo(start.plus(seconds(4)));
              });
        });
  }

  @InEachMode
  @Tag("T145")
  void a_scope_with_a_time_out_has_no_deadline_before_entry(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          CancelScope scope = CancelScope.of(ScopeOptions.defaults().withTimeout(seconds(5)));

          assertThatIllegalStateException().isThrownBy(scope::deadline);
          assertThatIllegalStateException().isThrownBy(() -> scope.setDeadline(Trio.currentTime()));

          scope.setTimeout(seconds(7));
          assertThat(scope.remaining()).isEqualTo(seconds(7));
          scope.enter(
              () -> assertThat(scope.deadline()).isEqualTo(Trio.currentTime().plus(seconds(7))));
        });
  }

  @InEachMode
  @Tag("T145")
  void a_scope_with_a_deadline_has_no_time_left_before_entry(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          TrioTime deadline = Trio.currentTime().plus(seconds(5));
          CancelScope scope = CancelScope.of(ScopeOptions.defaults().withDeadline(deadline));

          assertThatIllegalStateException().isThrownBy(scope::remaining);
          assertThatIllegalStateException().isThrownBy(() -> scope.setTimeout(seconds(1)));

          assertThat(scope.deadline()).isEqualTo(deadline);
          scope.enter(() -> assertThat(scope.remaining()).isEqualTo(seconds(5)));
        });
  }

  @InEachMode
  @Tag("T146")
  void the_shield_of_a_time_out_can_be_set_before_entry_and_stays(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          CancelScope scope = CancelScope.of(ScopeOptions.defaults().withTimeout(seconds(5)));
          assertThat(scope.isShielded()).isFalse();
          scope.shield();
          assertThat(scope.isShielded()).isTrue();
          scope.unshield();
          assertThat(scope.isShielded()).isFalse();
          scope.shield();

          CancelScope.run(outer -> {
            outer.cancel();
            scope.enter(() -> {
              assertThat(scope.isShielded()).isTrue();
              Trio.checkpoint();
            });
          });
          assertThat(scope.cancelCalled()).isFalse();
        });
  }
}
