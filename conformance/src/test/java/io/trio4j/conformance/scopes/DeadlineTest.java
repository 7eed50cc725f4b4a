package io.trio4j.conformance.scopes;

import static io.trio4j.conformance.harness.Runs.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelReason;
import io.trio4j.CancelScope;
import io.trio4j.CancelSource;
import io.trio4j.Cancelled;
import io.trio4j.RunMode;
import io.trio4j.ScopeOptions;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.lowlevel.Abort;
import io.trio4j.lowlevel.WaitToken;
import io.trio4j.testing.VirtualClock;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;

/// Scopes that are cancelled by the clock.
class DeadlineTest {
  @InEachMode
  @Tag("T095")
  void a_deadline_that_passes_after_the_scope_was_left_is_not_noted(RunMode mode) {
    VirtualClock clock = VirtualClock.create();
    Trio.run(
        Runs.options(mode, clock),
        () -> {
          CancelScope scope =
              CancelScope.run(it -> it.setDeadline(Trio.currentTime().plus(seconds(1))));

          clock.jump(seconds(2));
          Trio.checkpoint();
          Trio.checkpoint();
          Trio.checkpoint();

          assertThat(scope.cancelCalled()).isFalse();
          assertThat(scope.cancelledCaught()).isFalse();
        });
  }

  @InEachMode
  @Tag("T096")
  void a_deadline_that_has_passed_ends_a_sleep_for_ever(RunMode mode) {
    VirtualClock clock = VirtualClock.create();
    Trio.run(
        Runs.options(mode, clock),
        () -> {
          CancelScope scope =
              CancelScope.run(it -> {
                it.setDeadline(Trio.currentTime().plus(seconds(1)));
                clock.jump(seconds(2));
                Trio.sleepForever();
              });

          assertThat(scope.cancelCalled()).isTrue();
          assertThat(scope.cancelledCaught()).isTrue();
        });
  }

  @InEachMode
  @Tag("T097")
  void a_deadline_can_be_moved_into_the_past(RunMode mode) {
    VirtualClock clock = VirtualClock.create();
    Trio.run(
        Runs.options(mode, clock),
        () -> {
          TrioTime start = Trio.currentTime();
          CancelScope.moveOnAt(
              start.plus(seconds(10)),
              scope -> {
                clock.jump(seconds(5));
                Trio.checkpoint();

                scope.setDeadline(start.plus(seconds(1)));

                assertThatThrownBy(Trio::checkpoint).isInstanceOf(Cancelled.class);
                assertThatThrownBy(Trio::checkpoint).isInstanceOf(Cancelled.class);
              });
        });
  }

  @InEachMode
  @Tag("T098")
  void a_deadline_that_has_passed_is_seen_by_the_very_next_checkpoint(RunMode mode) {
    VirtualClock clock = VirtualClock.create();
    Trio.run(
        Runs.options(mode, clock),
        () ->
            CancelScope.run(scope -> {
              scope.setDeadline(Trio.currentTime().plus(seconds(5)));
              clock.jump(seconds(10));
              assertThatThrownBy(Trio::checkpoint).isInstanceOf(Cancelled.class);
            }));
  }

  @InEachMode
  @Tag("T098")
  void so_is_one_given_at_entry(RunMode mode) {
    VirtualClock clock = VirtualClock.create();
    Trio.run(
        Runs.options(mode, clock),
        () ->
            CancelScope.moveOnAfter(
                seconds(5),
                () -> {
                  clock.jump(seconds(10));
                  assertThatThrownBy(Trio::checkpoint).isInstanceOf(Cancelled.class);
                }));
  }

  @InEachMode
  @Tag("T098")
  void so_is_one_that_an_earlier_checkpoint_saw_in_the_future(RunMode mode) {
    VirtualClock clock = VirtualClock.create();
    Trio.run(
        Runs.options(mode, clock),
        () ->
            CancelScope.moveOnAfter(
                seconds(5),
                () -> {
                  Trio.checkpoint();
                  clock.jump(seconds(10));
                  assertThatThrownBy(Trio::checkpoint).isInstanceOf(Cancelled.class);
                }));
  }

  @InEachMode
  @Tag("T108")
  void a_scope_that_was_not_entered_is_cancelled_by_its_deadline_for_good(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          TrioTime now = Trio.currentTime();
          CancelScope scope =
              CancelScope.of(ScopeOptions.defaults().withDeadline(now.plus(seconds(1))));
          assertThat(scope.cancelCalled()).isFalse();

          scope.setDeadline(now);
          assertThat(scope.cancelCalled()).isTrue();
          assertThat(scope.reason().map(CancelReason::source)).contains(CancelSource.DEADLINE);

          scope.setDeadline(now.plus(seconds(1)));
          assertThat(scope.cancelCalled()).isTrue();
          scope.enter(() -> assertThatThrownBy(Trio::checkpoint).isInstanceOf(Cancelled.class));
        });
  }

  @InEachMode
  @Tag("T118")
  void the_effective_deadline_is_the_earliest_around_here(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          TrioTime now = Trio.currentTime();
          assertThat(CancelScope.currentEffectiveDeadline()).isEqualTo(TrioTime.NEVER);
          CancelScope.moveOnAt(
              now.plus(seconds(5)),
              () ->
                  CancelScope.moveOnAt(
                      now.plus(seconds(10)),
                      inner -> {
                        assertEffectiveDeadline(now.plus(seconds(5)));
                        inner.setDeadline(now.plus(seconds(3)));
                        assertEffectiveDeadline(now.plus(seconds(3)));
                        inner.setDeadline(now.plus(seconds(10)));
                        assertEffectiveDeadline(now.plus(seconds(5)));
                      }));
          assertEffectiveDeadline(TrioTime.NEVER);
        });
  }

  private static void assertEffectiveDeadline(TrioTime expected) {
    assertThat(CancelScope.currentEffectiveDeadline()).isEqualTo(expected);
  }

  @InEachMode
  @Tag("T119")
  void a_shield_hides_the_deadlines_outside(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          TrioTime now = Trio.currentTime();
          CancelScope.moveOnAt(
              now.plus(seconds(5)),
              () ->
                  CancelScope.moveOnAt(
                      now.plus(seconds(10)),
                      inner -> {
                        inner.shield();
                        assertEffectiveDeadline(now.plus(seconds(10)));
                        inner.unshield();
                        assertEffectiveDeadline(now.plus(seconds(5)));
                      }));
        });
  }

  @InEachMode
  @Tag("T120")
  void the_effective_deadline_has_passed_where_a_cancel_is_visible(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          TrioTime now = Trio.currentTime();
          CancelScope.moveOnAt(
              now.plus(seconds(5)),
              outer -> {
                CancelScope.moveOnAt(
                    now.plus(seconds(10)),
                    inner -> {
                      outer.cancel();
                      assertEffectiveDeadline(TrioTime.PAST);
                      inner.shield();
                      assertEffectiveDeadline(now.plus(seconds(10)));
                    });
                assertEffectiveDeadline(TrioTime.PAST);
              });
          assertEffectiveDeadline(TrioTime.NEVER);
        });
  }

  @InEachMode
  @Tag("T123")
  void a_wait_in_an_expired_scope_is_aborted_by_its_own_task(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          AtomicReference<Task<?>> aborter = new AtomicReference<>();
          CancelScope scope =
              CancelScope.moveOnAt(
                  Trio.currentTime().minus(seconds(1)),
                  () ->
                      WaitToken.create("nothing")
                          .parkAsking(_ -> {
                            aborter.set(Task.current());
                            return Abort.SUCCEEDED;
                          }));

          assertThat(aborter.get()).isSameAs(Task.current());
          assertThat(scope.cancelledCaught()).isTrue();
        });
  }
}
