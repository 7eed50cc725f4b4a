package io.trio4j.stress.reference;

import static io.trio4j.stress.reference.Words.cancel;
import static io.trio4j.stress.reference.Words.catchFail;
import static io.trio4j.stress.reference.Words.checkpoint;
import static io.trio4j.stress.reference.Words.fail;
import static io.trio4j.stress.reference.Words.forever;
import static io.trio4j.stress.reference.Words.log;
import static io.trio4j.stress.reference.Words.nursery;
import static io.trio4j.stress.reference.Words.outcome;
import static io.trio4j.stress.reference.Words.scope;
import static io.trio4j.stress.reference.Words.sleep;
import static io.trio4j.stress.reference.Words.soon;
import static io.trio4j.stress.reference.Words.start;
import static io.trio4j.stress.reference.Words.started;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Rules R70 to R79 of the model, by programs whose outcome is known.
class StartRulesTest {

  @Test
  @Tag("T064")
  void a_start_returns_when_the_child_reports_and_the_nursery_waits_for_the_rest() {
    assertThat(outcome(nursery(1, start(1, 2, sleep(2), started(2), sleep(2), log(101)), log(102))))
        .isEqualTo("value flags={1=-} end=4 logs={0=[102], 2=[101]}");
  }

  @Nested
  class A_child_that_does_not_report {
    @Test
    @Tag("T070")
    void but_returns_is_an_error_of_the_start() {
      assertThat(outcome(nursery(1, catchFail(101, start(1, 2, log(102))))))
          .isEqualTo("value flags={1=-} end=0 logs={0=[101], 2=[102]}");
    }

    @Test
    @Tag("T078")
    void but_fails_throws_out_of_the_start_ungrouped() {
      assertThat(outcome(nursery(1, catchFail(101, start(1, 2, sleep(7), fail(102))))))
          .isEqualTo("value flags={1=-} end=7 logs={0=[101]}");
      assertThat(outcome(nursery(1, start(1, 2, fail(102)))))
          .isEqualTo("Group[Fail102] flags={1=NURSERY} end=0 logs={}");
    }

    @Test
    @Tag("T068")
    void but_throws_a_group_throws_just_that() {
      assertThat(outcome(nursery(1, start(1, 2, nursery(3, fail(101))))))
          .isEqualTo("Group[Group[Fail101]] flags={1=NURSERY, 3=NURSERY} end=0 logs={}");
    }
  }

  @Nested
  class A_starter_that_is_cancelled {
    @Test
    @Tag("T071")
    void keeps_its_child() {
      assertThat(
              outcome(
                  nursery(1, scope(2, cancel(2), start(1, 3, started(3), checkpoint()), log(101)))))
          .isEqualTo("value flags={1=-, 2=EXPLICIT caught} end=0 logs={}");
    }

    @Test
    @Tag("T072")
    void gets_the_value_of_a_child_that_ends_without_a_checkpoint() {
      assertThat(outcome(nursery(1, scope(2, cancel(2), start(1, 3, started(3)), log(101)))))
          .isEqualTo("value flags={1=-, 2=EXPLICIT} end=0 logs={0=[101]}");
    }

    @Test
    @Tag("T073")
    void gets_what_its_child_throws_later() {
      assertThat(
              outcome(
                  nursery(
                      1,
                      scope(2, cancel(2), catchFail(101, start(1, 3, started(3), fail(102)))),
                      sleep(1),
                      log(103))))
          .isEqualTo("value flags={1=-, 2=EXPLICIT} end=1 logs={0=[101, 103]}");
    }

    @Test
    void after_the_report_does_not_touch_the_child() {
      assertThat(
              outcome(
                  nursery(
                      1,
                      scope(2, start(1, 3, scope(4, started(3), sleep(2), log(101))), cancel(2)))))
          .isEqualTo("value flags={1=-, 2=EXPLICIT, 4=-} end=2 logs={3=[101]}");
    }
  }

  @Nested
  class A_target {
    @Test
    @Tag("T077")
    void stays_open_for_a_child_to_come() {
      assertThat(
              outcome(
                  nursery(
                      1,
                      nursery(2, soon(1, 3, start(2, 4, sleep(2), started(4), sleep(3))), sleep(1)),
                      log(101))))
          .isEqualTo("value flags={1=-, 2=-} end=5 logs={0=[101]}");
    }

    @Test
    @Tag("T075")
    void that_is_cancelled_wakes_whom_the_child_brings_along() {
      assertThat(
              outcome(
                  nursery(
                      1,
                      nursery(
                          2,
                          soon(
                              1,
                              3,
                              start(2, 4, nursery(5, soon(5, 6, forever()), sleep(2), started(4)))),
                          sleep(1),
                          cancel(2)))))
          .isEqualTo("value flags={1=-, 2=EXPLICIT caught, 5=-} end=2 logs={}");
    }

    @Test
    @Tag("T074")
    void that_is_closed_refuses() {
      assertThat(
              outcome(
                  nursery(
                      1,
                      nursery(
                          2,
                          soon(1, 3, sleep(1), catchFail(101, start(2, 4, sleep(7))), log(102))))))
          .isEqualTo("value flags={1=-, 2=-} end=1 logs={3=[101, 102]}");
    }
  }

  @Test
  @Tag("T066")
  void a_second_report_is_an_error_of_the_child() {
    assertThat(outcome(nursery(1, start(1, 2, started(2), catchFail(101, started(2)), log(102)))))
        .isEqualTo("value flags={1=-} end=0 logs={2=[101, 102]}");
  }

  @Test
  void a_task_below_may_report_for_the_child() {
    assertThat(
            outcome(
                nursery(
                    1,
                    start(1, 2, nursery(3, soon(3, 4, sleep(1), started(2), sleep(2), log(101)))),
                    log(102))))
        .isEqualTo("value flags={1=-, 3=-} end=3 logs={0=[102], 4=[101]}");
  }
}
