package io.trio4j.conformance.scopes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.RunMode;
import io.trio4j.ScopeOptions;
import io.trio4j.Trio;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.lowlevel.Checkpoints;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;

/// Scopes that hide the cancels around them.
class ShieldTest {
  @InEachMode
  @Tag("T091")
  void a_shield_hides_the_cancel_outside_but_not_one_inside(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          CancelScope outer =
              CancelScope.run(out ->
                  CancelScope.run(inner -> {
                    out.cancel();
                    assertThatThrownBy(Trio::checkpoint).isInstanceOf(Cancelled.class);

                    inner.shield();
                    Trio.checkpoint();
                    CancelScope innermost =
                        CancelScope.run(in -> {
                          in.cancel();
                          Trio.checkpoint();
                        });
                    assertThat(innermost.cancelledCaught()).isTrue();
                    Trio.checkpoint();
                  }));

          assertThat(outer.cancelCalled()).isTrue();
          assertThat(outer.cancelledCaught()).isFalse();
        });
  }

  @InEachMode
  @Tag("T092")
  void a_shield_can_be_lowered_and_raised_again(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          AtomicReference<CancelScope> inner = new AtomicReference<>();
          CancelScope outer =
              CancelScope.run(out -> {
                inner.set(CancelScope.run(in -> toggle(out, in)));
                assertThatThrownBy(Trio::checkpoint).isInstanceOf(Cancelled.class);
                Trio.checkpoint();
              });

          assertThat(inner.get().cancelledCaught()).isTrue();
          assertThat(outer.cancelledCaught()).isTrue();
        });
  }

  private static void toggle(CancelScope outer, CancelScope inner) {
    outer.cancel();
    inner.shield();
    assertThat(inner.isShielded()).isTrue();
    Trio.checkpoint();

    inner.unshield();
    assertThat(inner.isShielded()).isFalse();
    assertThatThrownBy(Trio::checkpoint).isInstanceOf(Cancelled.class);

    inner.shield();
    Trio.checkpoint();

    inner.cancel();
    Trio.checkpoint();
  }

  @InEachMode
  @Tag("T100")
  void inside_a_shield_only_cancels_from_there_inwards_count(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          AtomicReference<CancelScope> second = new AtomicReference<>();
          CancelScope first =
              CancelScope.run(one -> {
                one.cancel();
                second.set(
                    CancelScope.run(two -> {
                      two.shield();
                      Trio.checkpoint();
                      two.cancel();
                      Trio.checkpoint();
                    }));
              });

          assertThat(second.get().cancelledCaught()).isTrue();
          assertThat(first.cancelCalled()).isTrue();
          assertThat(first.cancelledCaught()).isFalse();
        });
  }

  @InEachMode
  @Tag("T101")
  void a_cancel_that_no_checkpoint_saw_leaves_nothing_behind(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          CancelScope scope =
              CancelScope.run(it -> {
                it.cancel();
                Checkpoints.schedulePoint();
                Checkpoints.schedulePoint();
              });
          Trio.checkpoint();

          assertThat(scope.cancelCalled()).isTrue();
          assertThat(scope.cancelledCaught()).isFalse();
        });
  }

  @InEachMode
  @Tag("T102")
  void a_shield_raised_while_a_cancelled_passes_stops_it_not(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          AtomicReference<CancelScope> inner = new AtomicReference<>();
          CancelScope outer =
              CancelScope.run(out ->
                  CancelScope.run(in -> {
                    inner.set(in);
                    out.cancel();
                    try {
                      Trio.checkpoint();
                    } finally {
                      in.shield();
                    }
                  }));

          assertThat(inner.get().cancelCalled()).isFalse();
          assertThat(inner.get().cancelledCaught()).isFalse();
          assertThat(outer.cancelCalled()).isTrue();
          assertThat(outer.cancelledCaught()).isTrue();
        });
  }

  @InEachMode
  @Tag("T105")
  void a_scope_can_be_shielded_before_it_is_entered(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          CancelScope made = CancelScope.of(ScopeOptions.defaults().withShield());
          CancelScope set = CancelScope.of(ScopeOptions.defaults());
          set.shield();
          CancelScope.run(outer -> {
            outer.cancel();
            made.enter(() -> passesUntilUnshielded(made));
            set.enter(() -> passesUntilUnshielded(set));
          });
        });
  }

  private static void passesUntilUnshielded(CancelScope scope) {
    Trio.checkpoint();
    scope.unshield();
    assertThatThrownBy(Trio::checkpoint).isInstanceOf(Cancelled.class);
  }
}
