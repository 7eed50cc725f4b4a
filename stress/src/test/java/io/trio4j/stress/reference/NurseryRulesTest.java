package io.trio4j.stress.reference;

import static io.trio4j.stress.reference.Words.cancel;
import static io.trio4j.stress.reference.Words.catchFail;
import static io.trio4j.stress.reference.Words.checkpoint;
import static io.trio4j.stress.reference.Words.fail;
import static io.trio4j.stress.reference.Words.forever;
import static io.trio4j.stress.reference.Words.log;
import static io.trio4j.stress.reference.Words.nursery;
import static io.trio4j.stress.reference.Words.nurseryCall;
import static io.trio4j.stress.reference.Words.outcome;
import static io.trio4j.stress.reference.Words.outcomes;
import static io.trio4j.stress.reference.Words.resource;
import static io.trio4j.stress.reference.Words.scope;
import static io.trio4j.stress.reference.Words.seq;
import static io.trio4j.stress.reference.Words.shield;
import static io.trio4j.stress.reference.Words.shielded;
import static io.trio4j.stress.reference.Words.sleep;
import static io.trio4j.stress.reference.Words.soon;
import static io.trio4j.stress.reference.Words.tryFinally;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Rules R50 to R69 of the model, by programs whose outcome is known.
class NurseryRulesTest {

  @Nested
  class A_failure {
    @Test
    @Tag("T011")
    @Tag("T012")
    void comes_out_in_a_group_of_one() {
      assertThat(outcome(nursery(1, fail(101))))
          .isEqualTo("Group[Fail101] flags={1=NURSERY} end=0 logs={}");
      assertThat(outcome(nursery(1, soon(1, 2, fail(101)))))
          .isEqualTo("Group[Fail101] flags={1=NURSERY} end=0 logs={}");
    }

    @Test
    @Tag("T015")
    @Tag("T016")
    void cancels_the_siblings_and_the_body() {
      assertThat(
              outcome(
                  nursery(1, soon(1, 2, sleep(3), fail(101)), soon(1, 3, forever()), forever())))
          .isEqualTo("Group[Fail101] flags={1=NURSERY caught} end=3 logs={}");
    }

    @Test
    @Tag("T014")
    void joins_the_others() {
      assertThat(
              outcome(
                  nursery(
                      1,
                      soon(1, 2, fail(101)),
                      soon(1, 3, tryFinally(forever(), fail(102))),
                      soon(1, 4, nursery(5, shielded(6, sleep(1)), fail(103))))))
          .isEqualTo(
              "Group[Fail101, Fail102, Group[Fail103]]"
                  + " flags={1=NURSERY, 5=NURSERY, 6=-} end=1 logs={}");
    }

    @Test
    @Tag("T005")
    void of_the_main_task_comes_out_as_it_is() {
      assertThat(outcome(fail(101))).isEqualTo("Fail101 flags={} end=0 logs={}");
    }

    @Test
    @Tag("T122")
    void beside_a_cancel_from_outside_goes_on_and_the_outer_scope_says_caught() {
      assertThat(
              outcome(
                  scope(1, nursery(2, nursery(3, soon(3, 4, forever()), cancel(1), fail(101))))))
          .isEqualTo(
              "Group[Group[Fail101]] flags={1=EXPLICIT caught, 2=NURSERY, 3=NURSERY} end=0"
                  + " logs={}");
    }

    @Test
    void that_is_caught_takes_the_cancel_with_it() {
      assertThat(
              outcome(
                  scope(
                      1,
                      catchFail(101, nursery(2, soon(2, 3, forever()), cancel(1), fail(102))),
                      log(103))))
          .isEqualTo("value flags={1=EXPLICIT, 2=NURSERY} end=0 logs={0=[101, 103]}");
    }

    @Test
    void riding_on_a_cancel_is_a_failure_of_the_nursery() {
      assertThat(outcome(nursery(1, soon(1, 2, resource(101, forever())), sleep(1), cancel(1))))
          .isEqualTo("Group[Group[Fail101]] flags={1=EXPLICIT caught} end=1 logs={}");
    }
  }

  @Nested
  class A_cancel {
    @Test
    @Tag("T018")
    void lets_children_begin_that_are_started_later() {
      assertThat(outcome(nursery(1, cancel(1), soon(1, 2, log(101), checkpoint(), log(102)))))
          .isEqualTo("value flags={1=EXPLICIT caught} end=0 logs={2=[101]}");
    }

    @Test
    void from_outside_goes_on_bare() {
      assertThat(
              outcome(scope(1, nursery(2, soon(2, 3, forever()), sleep(1), cancel(1)), log(101))))
          .isEqualTo("value flags={1=EXPLICIT caught, 2=-} end=1 logs={}");
    }

    @Test
    void waits_for_the_children() {
      assertThat(outcome(nursery(1, soon(1, 2, shielded(3, sleep(5))), cancel(1), checkpoint())))
          .isEqualTo("value flags={1=EXPLICIT caught, 3=-} end=5 logs={}");
    }

    @Test
    void of_a_child_is_no_failure() {
      assertThat(
              outcome(
                  scope(
                      1,
                      scope(
                          2,
                          nursery(
                              3,
                              soon(3, 4, tryFinally(forever(), shield(2))),
                              soon(3, 5, shielded(6, sleep(2)), sleep(3), log(101)),
                              sleep(1),
                              cancel(1))),
                      log(102))))
          .isEqualTo("value flags={1=EXPLICIT caught, 2=-, 3=-, 6=-} end=5 logs={5=[101]}");
    }

    @Test
    void of_the_body_leaves_no_result() {
      assertThat(outcome(nurseryCall(1, cancel(1), checkpoint())))
          .isEqualTo("NoResult flags={1=EXPLICIT caught} end=0 logs={}");
    }

    @Test
    void of_a_child_leaves_the_value_of_the_body() {
      assertThat(outcome(nurseryCall(1, soon(1, 2, forever()), cancel(1))))
          .isEqualTo("value flags={1=EXPLICIT caught} end=0 logs={}");
    }
  }

  @Nested
  class The_end {
    @Test
    @Tag("T021")
    void of_an_empty_nursery_throws_nothing() {
      assertThat(outcome(scope(1, cancel(1), nursery(2), log(101))))
          .isEqualTo("value flags={1=EXPLICIT, 2=-} end=0 logs={0=[101]}");
    }

    @Test
    void is_no_source_of_cancels_while_children_run() {
      assertThat(
              outcome(scope(1, nursery(2, soon(2, 3, shielded(4, sleep(2))), cancel(1)), log(101))))
          .isEqualTo("value flags={1=EXPLICIT, 2=-, 4=-} end=2 logs={0=[101]}");
    }

    @Test
    @Tag("T019")
    void waits_for_children_of_children() {
      assertThat(
              outcome(nursery(1, soon(1, 2, sleep(1), soon(1, 3, sleep(2), log(101)))), log(102)))
          .isEqualTo("value flags={1=-} end=3 logs={0=[102], 3=[101]}");
    }

    @Test
    @Tag("T020")
    void lets_nobody_start_afterwards() {
      assertThat(
              outcome(nursery(1, nursery(2, soon(1, 3, sleep(1), soon(2, 4, log(101)), log(102))))))
          .isEqualTo("Group[IllegalState] flags={1=NURSERY, 2=-} end=1 logs={}");
    }
  }

  @Nested
  class A_child {
    @Test
    void runs_in_the_scope_of_its_nursery_not_of_its_starter() {
      assertThat(outcome(nursery(1, scope(2, cancel(2), soon(1, 3, checkpoint(), log(101))))))
          .isEqualTo("value flags={1=-, 2=EXPLICIT} end=0 logs={3=[101]}");
    }

    @Test
    void may_come_before_or_after_what_its_starter_does_next() {
      assertThat(outcomes(nursery(1, soon(1, 2, checkpoint(), log(101)), cancel(1))))
          .containsExactly(
              "value flags={1=EXPLICIT caught} end=0 logs={}",
              "value flags={1=EXPLICIT} end=0 logs={2=[101]}");
    }

    @Test
    void that_throws_on_a_cancel_nobody_above_has_is_in_error() {
      // moved away from its starter while a cancel of the starter's scope was in flight behind a
      // shield
      Program program =
          Program.of(
              nursery(
                  1,
                  scope(
                      2,
                      scope(
                          3,
                          Words.start(
                              1,
                              4,
                              tryFinally(
                                  seq(cancel(2), checkpoint()), shield(3), Words.started(4)))))));
      assertThat(Model.outcomes(program).orElseThrow())
          .extracting(Outcome::result)
          .containsExactly("Group[IllegalState]");
    }
  }
}
