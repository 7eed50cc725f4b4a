package io.trio4j.conformance.scopes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.ScopeOptions;
import io.trio4j.Trio;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import io.trio4j.lowlevel.Abort;
import io.trio4j.lowlevel.CancelRequest;
import io.trio4j.lowlevel.RunToken;
import io.trio4j.lowlevel.WaitToken;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;

/// Waits that can't be taken back, or not at once.
class AbortTest {
  @InEachMode
  @Tag("T114")
  void a_wait_that_cannot_be_aborted_sleeps_on_and_its_task_is_cancelled_after_it(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Trail trail = new Trail();
          SlowWait wait = new SlowWait(trail);
          Nursery.run(nursery -> {
            nursery.startSoon(() -> {
              trail.add(wait.park());
              Trio.checkpoint();
              trail.add("not reached");
            });
            Runs.settle();
            nursery.cancel();
            CancelScope.shielded(Runs::settle);
            trail.add("still asleep");
            assertThat(wait.token().tryReschedule("woken")).isTrue();
          });

          assertThat(trail.steps()).containsExactly("asked", "still asleep", "woken");
        });
  }

  @InEachMode
  @Tag("T114")
  void a_shielded_wait_is_not_even_asked(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Trail trail = new Trail();
          AtomicReference<WaitToken<String>> token = new AtomicReference<>();
          Nursery.run(nursery -> {
            nursery.startSoon(() -> {
              token.set(WaitToken.create("the test"));
              trail.add(token.get().parkShielded());
              Trio.checkpoint();
              trail.add("not reached");
            });
            Runs.settle();
            nursery.cancel();
            CancelScope.shielded(Runs::settle);
            trail.add("still asleep");
            assertThat(token.get().tryReschedule("woken")).isTrue();
          });

          assertThat(trail.steps()).containsExactly("still asleep", "woken");
        });
  }

  @InEachMode
  @Tag("T115")
  void an_abort_that_takes_time_delivers_the_cancel_it_was_given_later(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Trail trail = new Trail();
          CancelScope scope = CancelScope.of(ScopeOptions.defaults());
          Nursery.run(nursery -> {
            nursery.startSoon(() -> scope.enter(() -> waitWithLateAbort(trail)));
            Runs.settle();
            scope.cancel("enough");
          });

          assertThat(trail.steps()).containsExactly("asked", "delivered", "Cancelled, enough");
          assertThat(scope.cancelledCaught()).isTrue();
        });
  }

  private static void waitWithLateAbort(Trail trail) {
    RunToken run = RunToken.current();
    WaitToken<String> token = WaitToken.create("the test");
    try {
      token.parkAsking(cancel -> {
        trail.add("asked");
        run.runSoon(() -> {
          trail.add("delivered");
          token.tryFail(cancel.toCancelled());
        });
        return Abort.FAILED;
      });
    } catch (Cancelled cancelled) {
      trail.add("Cancelled, " + cancelled.reason().text());
      throw cancelled;
    }
  }

  @InEachMode
  @Tag("T116")
  void a_second_cancel_does_not_ask_again(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Trail trail = new Trail();
          SlowWait wait = new SlowWait(trail);
          CancelScope outer = CancelScope.of(ScopeOptions.defaults());
          CancelScope inner = CancelScope.of(ScopeOptions.defaults());
          Nursery.run(nursery -> {
            nursery.startSoon(() -> outer.enter(() -> inner.enter(() -> trail.add(wait.park()))));
            Runs.settle();
            inner.cancel();
            Runs.settle();
            outer.cancel();
            Runs.settle();
            trail.add("cancelled twice");
            wait.deliver();
          });

          assertThat(trail.steps()).containsExactly("asked", "cancelled twice");
          assertThat(inner.cancelledCaught()).isFalse();
          assertThat(outer.cancelledCaught()).isTrue();
        });
  }

  @InEachMode
  @Tag("T117")
  void a_shield_that_comes_after_the_cancel_was_asked_for_spares_the_next_checkpoint(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Trail trail = new Trail();
          SlowWait wait = new SlowWait(trail);
          CancelScope outer = CancelScope.of(ScopeOptions.defaults());
          CancelScope inner = CancelScope.of(ScopeOptions.defaults());
          Nursery.run(nursery -> {
            nursery.startSoon(() ->
                outer.enter(() ->
                    inner.enter(() -> {
                      assertThatThrownBy(wait::park).isInstanceOf(Cancelled.class);
                      trail.add("Cancelled");
                      Trio.checkpoint();
                      trail.add("passed");
                    })));
            Runs.settle();
            outer.cancel();
            Runs.settle();
            inner.shield();
            Runs.settle();
            trail.add("shielded");
            wait.deliver();
          });

          assertThat(trail.steps()).containsExactly("asked", "shielded", "Cancelled", "passed");
          assertThat(outer.cancelledCaught()).isFalse();
        });
  }

  /// A wait whose abort function answers that it takes a while.
  private static final class SlowWait {
    private final Trail trail;
    private final AtomicReference<WaitToken<String>> token = new AtomicReference<>();
    private final AtomicReference<CancelRequest> request = new AtomicReference<>();

    SlowWait(Trail trail) {
      this.trail = trail;
    }

    String park() {
      WaitToken<String> mine = WaitToken.create("the test");
      token.set(mine);
      return mine.parkAsking(cancel -> {
        trail.add("asked");
        request.set(cancel);
        return Abort.FAILED;
      });
    }

    WaitToken<String> token() {
      return token.get();
    }

    void deliver() {
      assertThat(token.get().tryFail(request.get().toCancelled())).isTrue();
    }
  }
}
