package io.trio4j.conformance.scopes;

import static io.trio4j.conformance.harness.Runs.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.trio4j.CancelScope;
import io.trio4j.RunMode;
import io.trio4j.ScopeOptions;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import org.junit.jupiter.api.Tag;

/// Deadlines and time-outs that make no sense. What is not-a-number in Trio is null here.
class ScopeOptionsTest {
  private static final TrioTime SOME_TIME = new TrioTime(7);

  @InEachMode
  @Tag("T081")
  void a_deadline_and_a_time_out_exclude_each_other(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          ScopeOptions timed = ScopeOptions.defaults().withTimeout(seconds(1));
          ScopeOptions dated = ScopeOptions.defaults().withDeadline(SOME_TIME);

          assertThatIllegalArgumentException().isThrownBy(() -> timed.withDeadline(SOME_TIME));
          assertThatIllegalArgumentException().isThrownBy(() -> dated.withTimeout(seconds(1)));
        });
  }

  @InEachMode
  @Tag("T082")
  void null_is_no_deadline_at_construction(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          ScopeOptions none = ScopeOptions.defaults();

          assertThatNullPointerException().isThrownBy(() -> none.withDeadline(null));
          assertThatNullPointerException().isThrownBy(() -> none.withTimeout(null));
        });
  }

  @InEachMode
  @Tag("T082")
  void null_is_no_deadline_at_assignment_and_changes_nothing(RunMode mode) {
    Runs.run(
        mode,
        () ->
            CancelScope.moveOnAfter(
                seconds(5),
                scope -> {
                  TrioTime deadline = Trio.currentTime().plus(seconds(5));

                  assertThatNullPointerException().isThrownBy(() -> scope.setDeadline(null));
                  assertThatNullPointerException().isThrownBy(() -> scope.setTimeout(null));

                  assertThat(scope.deadline()).isEqualTo(deadline);
                  assertThat(scope.remaining()).isEqualTo(seconds(5));
                  assertThat(scope.cancelCalled()).isFalse();
                }));
  }

  @InEachMode
  @Tag("T083")
  void a_time_out_must_not_be_negative(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          assertThatIllegalArgumentException()
              .isThrownBy(() -> ScopeOptions.defaults().withTimeout(seconds(-1)))
              .withMessage("timeout must not be negative: PT-1S");

          CancelScope scope = CancelScope.of(ScopeOptions.defaults().withTimeout(seconds(5)));
          assertThat(scope.remaining()).isEqualTo(seconds(5));
          assertThatIllegalArgumentException().isThrownBy(() -> scope.setTimeout(seconds(-1)));
          assertThat(scope.remaining()).isEqualTo(seconds(5));
        });
  }
}
