package io.trio4j.conformance.scopes;

import static io.trio4j.conformance.harness.Runs.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.RunMode;
import io.trio4j.ScopeOptions;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;

/// How a scope shows itself.
class ScopeTextTest {
  @InEachMode
  @Tag("T079")
  void a_scope_shows_the_stage_of_its_life(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          CancelScope scope = CancelScope.of(ScopeOptions.defaults());
          assertThat(scope).hasToString("CancelScope[unbound]");

          scope.enter(() -> {
            assertThat(scope).hasToString("CancelScope[active]");
            scope.cancel();
            assertThat(scope.toString()).startsWith("CancelScope[cancelled");
          });
          assertThat(scope.toString()).startsWith("CancelScope[exited");
        });
  }

  @InEachMode
  @Tag("T079")
  void a_scope_that_was_never_cancelled_shows_only_that_it_has_exited(RunMode mode) {
    Runs.run(mode, () -> assertThat(CancelScope.run(_ -> {})).hasToString("CancelScope[exited]"));
  }

  @InEachMode
  @Tag("T080")
  void a_deadline_is_shown_as_a_distance_from_now(RunMode mode) {
    Runs.run(
        mode,
        () ->
            CancelScope.run(scope -> {
              TrioTime now = Trio.currentTime();
              scope.setDeadline(now.plus(seconds(10)));
              assertThat(scope)
                  .hasToString("CancelScope[active, deadline is 10.00 seconds from now]");

              scope.setDeadline(now.minus(seconds(1)));
              assertThat(scope.toString())
                  .startsWith("CancelScope[cancelled, deadline is 1.00 seconds ago");
            }));
  }

  @InEachMode
  @Tag("T080")
  void a_thread_without_a_run_is_shown_no_distance(RunMode mode) throws Exception {
    Runs.run(
        mode,
        () ->
            CancelScope.run(scope -> {
              scope.setDeadline(Trio.currentTime().plus(seconds(10)));

              FutureTask<String> text = new FutureTask<>(scope::toString);
              Thread.ofPlatform().start(text);

              assertThat(text.get()).isEqualTo("CancelScope[active]");
            }));
  }
}
