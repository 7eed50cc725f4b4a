package io.trio4j.conformance.scopes;

import static io.trio4j.conformance.harness.Runs.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelReason;
import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.ScopeOptions;
import io.trio4j.Trio;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import io.trio4j.lowlevel.Checkpoints;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;

/// A scope that is cancelled by hand.
class CancelTest {
  @InEachMode
  @Tag("T084")
  void no_checkpoint_throws_while_nobody_cancels(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          CancelScope scope =
              CancelScope.run(_ -> {
                Checkpoints.checkpoint();
                Checkpoints.checkpointIfCancelled();
                Checkpoints.schedulePoint();
              });

          assertThat(scope.cancelCalled()).isFalse();
          assertThat(scope.cancelledCaught()).isFalse();
        });
  }

  @InEachMode
  @Tag("T086")
  void shielded_checkpoints_pass_where_the_next_plain_one_throws(RunMode mode) {
    Runs.run(
        mode,
        () ->
            CancelScope.run(scope -> {
              scope.cancel();

              Checkpoints.schedulePoint();
              Checkpoints.schedulePoint();
              assertThatThrownBy(Checkpoints::checkpoint).isInstanceOf(Cancelled.class);
            }));
  }

  @InEachMode
  @Tag("T087")
  void cancelling_twice_is_cancelling_once(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Trail trail = new Trail();
          CancelScope scope =
              CancelScope.run(it -> {
                it.cancel("first");
                it.cancel("second");
                trail.add("cancelled");
                Trio.checkpoint();
                trail.add("not reached");
              });

          assertThat(scope.cancelCalled()).isTrue();
          assertThat(scope.cancelledCaught()).isTrue();
          assertThat(scope.reason().map(CancelReason::text)).contains("first");
          assertThat(trail.steps()).containsExactly("cancelled");
          Trio.checkpoint();
        });
  }

  @InEachMode
  @Tag("T088")
  void every_wait_in_a_cancelled_scope_throws_anew(RunMode mode) {
    Runs.run(
        mode,
        () ->
            CancelScope.run(scope -> {
              scope.cancel();

              assertThatThrownBy(() -> Trio.sleep(seconds(1))).isInstanceOf(Cancelled.class);
              assertThatThrownBy(() -> Trio.sleep(seconds(1))).isInstanceOf(Cancelled.class);
            }));
  }

  @InEachMode
  @Tag("T089")
  void a_cancel_outside_is_seen_in_an_unshielded_scope_inside(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          AtomicReference<CancelScope> inner = new AtomicReference<>();
          CancelScope outer =
              CancelScope.run(out ->
                  CancelScope.run(in -> {
                    inner.set(in);
                    out.cancel();
                    assertThatThrownBy(Trio::checkpoint).isInstanceOf(Cancelled.class);
                    Trio.checkpoint();
                  }));

          assertThat(inner.get().cancelCalled()).isFalse();
          assertThat(inner.get().cancelledCaught()).isFalse();
          assertThat(outer.cancelledCaught()).isTrue();
        });
  }

  @InEachMode
  @Tag("T104")
  void a_cancel_from_another_task_wakes_the_one_inside(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          CancelScope scope = CancelScope.of(ScopeOptions.defaults());
          Trail trail = new Trail();
          Nursery.run(nursery -> {
            nursery.startSoon(() -> {
              scope.enter(() -> sleepAndTell(trail));
              Trio.checkpoint();
              trail.add("went on");
            });
            Runs.settle();
            scope.cancel();
          });

          assertThat(trail.steps()).containsExactly("Cancelled", "went on");
          assertThat(scope.cancelledCaught()).isTrue();
        });
  }

  private static void sleepAndTell(Trail trail) {
    try {
      Trio.sleepForever();
    } catch (Cancelled cancelled) {
      trail.add("Cancelled");
      throw cancelled;
    }
  }

  @InEachMode
  @Tag("T106")
  void cancelling_a_scope_that_was_left_is_only_noted(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          CancelScope scope = CancelScope.of(ScopeOptions.defaults());
          scope.enter(() -> Trio.checkpoint());

          scope.cancel();

          assertThat(scope.cancelCalled()).isTrue();
          assertThat(scope.cancelledCaught()).isFalse();
          Trio.checkpoint();
        });
  }

  @InEachMode
  @Tag("T106")
  void a_scope_that_was_left_cannot_be_entered_again(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          CancelScope scope = CancelScope.of(ScopeOptions.defaults());
          Trail trail = new Trail();
          scope.enter(() -> trail.add("in"));

          assertThatIllegalStateException()
              .isThrownBy(() -> scope.enter(() -> trail.add("in again")))
              .withMessageContaining("single use");
          assertThat(trail.steps()).containsExactly("in");
        });
  }

  @InEachMode
  @Tag("T107")
  void an_active_scope_cannot_be_entered_by_the_task_that_is_in_it(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          CancelScope scope = CancelScope.of(ScopeOptions.defaults());
          scope.enter(() -> {
            assertThatIllegalStateException()
                .isThrownBy(() -> scope.enter(() -> Trio.checkpoint()))
                .withMessageContaining("single use");
            Trio.checkpoint();
            scope.cancel();
            assertThatThrownBy(Trio::checkpoint).isInstanceOf(Cancelled.class);
            Trio.checkpoint();
          });

          assertThat(scope.cancelledCaught()).isTrue();
          Trio.checkpoint();
        });
  }

  @InEachMode
  @Tag("T107")
  void an_active_scope_cannot_be_entered_by_another_task(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          CancelScope scope = CancelScope.of(ScopeOptions.defaults());
          Nursery.run(nursery -> {
            nursery.startSoon(() -> scope.enter(() -> Trio.sleepForever()));
            Runs.settle();

            assertThatIllegalStateException()
                .isThrownBy(() -> scope.enter(() -> Trio.checkpoint()))
                .withMessageContaining("single use");
            Trio.checkpoint();
            scope.cancel();
          });

          assertThat(scope.cancelledCaught()).isTrue();
        });
  }
}
