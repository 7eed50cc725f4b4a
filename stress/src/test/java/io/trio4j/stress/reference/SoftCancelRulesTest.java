package io.trio4j.stress.reference;

import static io.trio4j.stress.reference.Words.ask;
import static io.trio4j.stress.reference.Words.checkpoint;
import static io.trio4j.stress.reference.Words.failAfter;
import static io.trio4j.stress.reference.Words.forever;
import static io.trio4j.stress.reference.Words.gracefully;
import static io.trio4j.stress.reference.Words.log;
import static io.trio4j.stress.reference.Words.moveOn;
import static io.trio4j.stress.reference.Words.nursery;
import static io.trio4j.stress.reference.Words.outcome;
import static io.trio4j.stress.reference.Words.scope;
import static io.trio4j.stress.reference.Words.shielded;
import static io.trio4j.stress.reference.Words.sleep;
import static io.trio4j.stress.reference.Words.soon;
import static io.trio4j.stress.reference.Words.unshield;
import static io.trio4j.stress.reference.Words.untilShutdown;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Rules R40 to R49 of the model, by programs whose outcome is known.
class SoftCancelRulesTest {

  @Test
  void it_ends_waits_until_shutdown_at_once_and_others_when_the_grace_is_over() {
    assertThat(
            outcome(
                nursery(
                    1,
                    soon(
                        1, 2, untilShutdown(3, forever()), log(101), sleep(2), log(102), forever()),
                    sleep(1),
                    gracefully(1, 4))))
        .isEqualTo("value flags={1=SHUTDOWN caught, 3=SHUTDOWN caught} end=5 logs={2=[101, 102]}");
  }

  @Test
  void it_is_seen_by_a_scope_that_is_entered_later() {
    assertThat(
            outcome(scope(1, gracefully(1, 9), untilShutdown(2, checkpoint(), log(101)), log(102))))
        .isEqualTo("value flags={1=-, 2=SHUTDOWN caught} end=0 logs={0=[102]}");
  }

  @Test
  void it_is_inherited_and_hidden_by_shields() {
    assertThat(
            outcome(
                scope(
                    1,
                    ask(101),
                    gracefully(1, 9),
                    scope(2, ask(102)),
                    shielded(3, ask(103), unshield(3), ask(104)))))
        .isEqualTo("value flags={1=-, 2=-, 3=-} end=0 logs={0=[-101, 102, -103, 104]}");
  }

  @Test
  void of_two_requests_the_earlier_end_counts() {
    assertThat(outcome(scope(1, gracefully(1, 3), sleep(1), gracefully(1, 9), forever())))
        .isEqualTo("value flags={1=SHUTDOWN caught} end=3 logs={}");
    assertThat(outcome(scope(1, gracefully(1, 9), sleep(1), gracefully(1, 3), forever())))
        .isEqualTo("value flags={1=SHUTDOWN caught} end=4 logs={}");
  }

  @Test
  void an_earlier_deadline_of_the_scope_stays() {
    assertThat(outcome(moveOn(1, 2, gracefully(1, 5), forever())))
        .isEqualTo("value flags={1=DEADLINE caught} end=2 logs={}");
  }

  @Test
  void the_end_of_the_grace_is_not_too_slow() {
    assertThat(outcome(failAfter(1, 9, gracefully(1, 5), forever())))
        .isEqualTo("value flags={1=SHUTDOWN caught} end=5 logs={}");
  }

  @Test
  void children_may_still_be_started() {
    assertThat(outcome(nursery(1, gracefully(1, 5), soon(1, 2, sleep(2), log(101)))))
        .isEqualTo("value flags={1=-} end=2 logs={2=[101]}");
  }
}
