package io.trio4j.stress.reference;

import static io.trio4j.stress.reference.Words.cancel;
import static io.trio4j.stress.reference.Words.catchCancelled;
import static io.trio4j.stress.reference.Words.catchFail;
import static io.trio4j.stress.reference.Words.checkpoint;
import static io.trio4j.stress.reference.Words.cleanup;
import static io.trio4j.stress.reference.Words.deadline;
import static io.trio4j.stress.reference.Words.fail;
import static io.trio4j.stress.reference.Words.failAfter;
import static io.trio4j.stress.reference.Words.failAfterCall;
import static io.trio4j.stress.reference.Words.forever;
import static io.trio4j.stress.reference.Words.log;
import static io.trio4j.stress.reference.Words.moveOn;
import static io.trio4j.stress.reference.Words.nursery;
import static io.trio4j.stress.reference.Words.outcome;
import static io.trio4j.stress.reference.Words.outcomes;
import static io.trio4j.stress.reference.Words.resource;
import static io.trio4j.stress.reference.Words.scope;
import static io.trio4j.stress.reference.Words.scopeCall;
import static io.trio4j.stress.reference.Words.seq;
import static io.trio4j.stress.reference.Words.shield;
import static io.trio4j.stress.reference.Words.shielded;
import static io.trio4j.stress.reference.Words.sleep;
import static io.trio4j.stress.reference.Words.soon;
import static io.trio4j.stress.reference.Words.tryFinally;
import static io.trio4j.stress.reference.Words.unshield;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Rules R10 to R39 of the model, by programs whose outcome is known.
class ScopeRulesTest {

  @Nested
  class A_cancel {
    @Test
    @Tag("T088")
    void is_thrown_by_every_checkpoint() {
      assertThat(
              outcome(
                  scope(1, cancel(1), tryFinally(seq(sleep(5), log(101)), checkpoint(), log(102)))))
          .isEqualTo("value flags={1=EXPLICIT caught} end=0 logs={}");
    }

    @Test
    @Tag("T104")
    void wakes_whoever_sleeps_inside() {
      assertThat(outcome(scope(1, nursery(2, soon(2, 3, sleep(4), cancel(1)), forever()))))
          .isEqualTo("value flags={1=EXPLICIT caught, 2=-} end=4 logs={}");
    }

    @Test
    @Tag("T099")
    void of_two_nested_scopes_is_absorbed_by_the_outer_one() {
      assertThat(outcome(scope(1, scope(2, scope(3, cancel(3), cancel(2), sleep(1)), log(101)))))
          .isEqualTo("value flags={1=-, 2=EXPLICIT caught, 3=EXPLICIT} end=0 logs={}");
    }

    @Test
    @Tag("T101")
    void without_a_checkpoint_is_not_caught() {
      assertThat(outcome(scope(1, cancel(1), log(101)), checkpoint(), log(102)))
          .isEqualTo("value flags={1=EXPLICIT} end=0 logs={0=[101, 102]}");
    }

    @Test
    void that_comes_late_leaves_the_value() {
      assertThat(outcome(scopeCall(1, cancel(1))))
          .isEqualTo("value flags={1=EXPLICIT} end=0 logs={}");
    }

    @Test
    void that_ends_the_body_leaves_no_result() {
      assertThat(outcome(scopeCall(1, cancel(1), checkpoint())))
          .isEqualTo("NoResult flags={1=EXPLICIT caught} end=0 logs={}");
    }

    @Test
    @Tag("T106")
    void after_the_scope_was_left_sets_the_flag_only() {
      assertThat(
              outcome(
                  nursery(1, scope(2, soon(1, 3, sleep(1), cancel(2), checkpoint(), log(101))))))
          .isEqualTo("value flags={1=-, 2=EXPLICIT} end=1 logs={3=[101]}");
    }

    @Test
    @Tag("T129")
    void keeps_its_first_reason() {
      assertThat(outcome(failAfter(1, 3, cancel(1), shielded(2, sleep(5)), checkpoint())))
          .isEqualTo("value flags={1=EXPLICIT caught, 2=-} end=5 logs={}");
    }

    @Test
    void entering_a_scope_is_no_checkpoint() {
      assertThat(outcome(scope(1, cancel(1), scope(2, log(101)), nursery(3, log(102)))))
          .isEqualTo("value flags={1=EXPLICIT, 2=-, 3=-} end=0 logs={0=[101, 102]}");
    }
  }

  @Nested
  class A_shield {
    @Test
    @Tag("T100")
    void hides_what_is_outside_but_not_its_own_scope() {
      assertThat(
              outcome(
                  scope(
                      1, cancel(1), shielded(2, sleep(1), log(101), cancel(2), sleep(1), log(102))),
                  log(103)))
          .isEqualTo("value flags={1=EXPLICIT, 2=EXPLICIT caught} end=1 logs={0=[101, 103]}");
    }

    @Test
    @Tag("T105")
    void that_ends_lets_the_next_checkpoint_throw() {
      assertThat(
              outcome(
                  scope(1, cancel(1), shielded(2, sleep(1), unshield(2), checkpoint(), log(101)))))
          .isEqualTo("value flags={1=EXPLICIT caught, 2=-} end=1 logs={}");
    }

    @Test
    void that_ends_wakes_whoever_sleeps_behind_it() {
      assertThat(
              outcome(
                  scope(
                      1,
                      shielded(
                          2,
                          cancel(1),
                          nursery(3, soon(3, 4, sleep(9)), soon(3, 5, sleep(2), unshield(2)))))))
          .isEqualTo("value flags={1=EXPLICIT caught, 2=-, 3=-} end=2 logs={}");
    }

    @Test
    @Tag("T102")
    void set_while_a_cancel_is_in_flight_does_not_catch_it() {
      assertThat(
              outcome(
                  scope(
                      1,
                      scope(2, catchCancelled(seq(cancel(1), checkpoint()), shield(2), sleep(1))),
                      log(101))))
          .isEqualTo("value flags={1=EXPLICIT caught, 2=-} end=1 logs={}");
    }

    @Test
    void hides_the_deadline_of_an_outer_scope() {
      assertThat(outcome(moveOn(1, 2, shielded(2, sleep(5), log(101)), checkpoint(), log(102))))
          .isEqualTo("value flags={1=DEADLINE caught, 2=-} end=5 logs={0=[101]}");
    }
  }

  @Nested
  class A_deadline {
    @Test
    @Tag("T096")
    void ends_a_wait() {
      assertThat(outcome(moveOn(1, 3, forever(), log(101)), log(102)))
          .isEqualTo("value flags={1=DEADLINE caught} end=3 logs={0=[102]}");
    }

    @Test
    @Tag("T095")
    void of_a_scope_that_was_left_never_comes() {
      assertThat(outcome(moveOn(1, 1, log(101)), sleep(2)))
          .isEqualTo("value flags={1=-} end=2 logs={0=[101]}");
    }

    @Test
    @Tag("T097")
    void moved_into_the_past_is_noticed_at_the_next_checkpoint() {
      assertThat(
              outcome(
                  moveOn(
                      1,
                      9,
                      sleep(5),
                      deadline(1, -4),
                      tryFinally(checkpoint(), checkpoint(), log(1)))))
          .isEqualTo("value flags={1=DEADLINE caught} end=5 logs={}");
    }

    @Test
    void that_has_passed_may_go_unnoticed() {
      assertThat(outcomes(moveOn(1, 0, log(101))))
          .containsExactly(
              "value flags={1=-} end=0 logs={0=[101]}",
              "value flags={1=DEADLINE} end=0 logs={0=[101]}");
    }

    @Test
    void moved_away_does_not_fire() {
      assertThat(outcome(moveOn(1, 2, sleep(1), deadline(1, 9), sleep(5), log(101))))
          .isEqualTo("value flags={1=-} end=6 logs={0=[101]}");
    }

    @Test
    void and_the_end_of_a_sleep_at_the_same_instant_come_in_any_order() {
      assertThat(outcomes(moveOn(1, 2, sleep(2), log(101))))
          .containsExactly(
              "value flags={1=-} end=2 logs={0=[101]}",
              "value flags={1=DEADLINE caught} end=2 logs={}",
              "value flags={1=DEADLINE} end=2 logs={0=[101]}");
    }

    @Test
    void of_fail_after_is_an_error_when_it_ended_the_body() {
      assertThat(outcome(failAfter(1, 2, sleep(5))))
          .isEqualTo("TooSlow flags={1=DEADLINE caught} end=2 logs={}");
      assertThat(outcome(failAfterCall(1, 2, sleep(5))))
          .isEqualTo("TooSlow flags={1=DEADLINE caught} end=2 logs={}");
    }

    @Test
    void of_fail_after_is_none_when_somebody_cancelled_by_hand() {
      assertThat(outcome(failAfter(1, 2, cancel(1), sleep(5))))
          .isEqualTo("value flags={1=EXPLICIT caught} end=0 logs={}");
      assertThat(outcome(failAfterCall(1, 2, cancel(1), sleep(5))))
          .isEqualTo("NoResult flags={1=EXPLICIT caught} end=0 logs={}");
    }

    @Test
    void of_fail_after_is_none_when_the_body_returned_or_failed_itself() {
      assertThat(outcome(failAfter(1, 2, shielded(2, sleep(5)))))
          .isEqualTo("value flags={1=DEADLINE, 2=-} end=5 logs={}");
      assertThat(outcome(failAfter(1, 2, shielded(2, sleep(5)), fail(101))))
          .isEqualTo("Fail101 flags={1=DEADLINE, 2=-} end=5 logs={}");
    }
  }

  @Nested
  class Clean_up {
    @Test
    void waits_though_cancelled_and_lets_the_cancel_go_on() {
      assertThat(
              outcome(
                  scope(
                      1,
                      cancel(1),
                      tryFinally(checkpoint(), cleanup(2, 5, sleep(3), log(101)), log(102)),
                      log(103))))
          .isEqualTo("value flags={1=EXPLICIT caught} end=3 logs={0=[101, 102]}");
    }

    @Test
    void out_of_grace_returns() {
      assertThat(outcome(tryFinally(fail(101), cleanup(2, 1, sleep(3), log(102)), log(103))))
          .isEqualTo("Fail101 flags={} end=1 logs={0=[103]}");
    }

    @Test
    void that_fails_replaces_what_was_in_flight() {
      assertThat(outcome(scope(1, cancel(1), catchFail(101, tryFinally(checkpoint(), fail(102))))))
          .isEqualTo("value flags={1=EXPLICIT} end=0 logs={0=[101]}");
    }

    @Test
    void by_close_that_fails_is_not_lost_with_the_cancel() {
      assertThat(outcome(scope(1, cancel(1), resource(101, resource(102, checkpoint())))))
          .isEqualTo("Group[Fail101, Fail102] flags={1=EXPLICIT caught} end=0 logs={}");
    }
  }
}
