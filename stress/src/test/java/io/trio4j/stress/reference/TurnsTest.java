package io.trio4j.stress.reference;

import static io.trio4j.stress.reference.Words.cancel;
import static io.trio4j.stress.reference.Words.checkpoint;
import static io.trio4j.stress.reference.Words.forever;
import static io.trio4j.stress.reference.Words.log;
import static io.trio4j.stress.reference.Words.nursery;
import static io.trio4j.stress.reference.Words.possibleTurns;
import static io.trio4j.stress.reference.Words.replay;
import static io.trio4j.stress.reference.Words.scope;
import static io.trio4j.stress.reference.Words.sleep;
import static io.trio4j.stress.reference.Words.soon;
import static io.trio4j.stress.reference.Words.start;
import static io.trio4j.stress.reference.Words.started;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Rules R1 to R9 and R80 to R89 of the model: who may run when, in the baton modes.
class TurnsTest {
  private static final Node[] TWO_CHILDREN = {
    nursery(1, soon(1, 2, log(101), checkpoint(), log(102)), soon(1, 3, log(103)), log(104))
  };

  @Test
  void a_task_keeps_its_turn_until_a_schedule_point() {
    assertThat(replay(List.of(0, 3, 2, 2, 0), TWO_CHILDREN)).endsWith("order=[104, 103, 101, 102]");
    assertThat(replay(List.of(0, 2, 3, 2, 0), TWO_CHILDREN)).endsWith("order=[104, 101, 103, 102]");
  }

  @Test
  void a_parent_gets_no_turn_before_its_children_have_ended() {
    assertThat(possibleTurns(List.of(0, 3, 0), TWO_CHILDREN)).isEqualTo(2);
  }

  @Test
  @Tag("T600")
  void a_checkpoint_that_throws_is_a_schedule_point_too() {
    Node program = nursery(1, soon(1, 2, log(101)), scope(3, cancel(3), checkpoint()), log(102));
    assertThat(replay(List.of(0, 2, 0, 0), program)).endsWith("order=[101, 102]");
    assertThat(possibleTurns(List.of(0, 2, 0), program)).isEqualTo(3);
    assertThat(Model.replay(Program.of(program), List.of(0, 2, 0)).outcomes()).isEmpty();
  }

  @Test
  void a_checkpoint_throws_when_the_cancel_came_while_others_ran() {
    Node program = scope(1, nursery(2, soon(2, 3, cancel(1)), checkpoint(), log(101)));
    assertThat(replay(List.of(0, 3, 0, 0), program)).doesNotContain("101");
    assertThat(replay(List.of(0, 0, 3, 0), program)).contains("101");
  }

  @Test
  @Tag("T021")
  void the_end_of_an_empty_nursery_is_a_schedule_point() {
    Node program = nursery(1, soon(1, 2, log(101)), nursery(3), log(102));
    assertThat(replay(List.of(0, 2, 0, 0), program)).endsWith("order=[101, 102]");
  }

  @Test
  void starting_and_reporting_are_no_schedule_points() {
    Node program =
        nursery(1, soon(1, 2, log(101)), start(1, 3, started(3), log(102)), log(103), forever());
    assertThat(possibleTurns(List.of(0, 3, 0, 2), program)).isEqualTo(4);
  }

  @Test
  @Tag("T533")
  void time_moves_only_when_nobody_can_run() {
    Node program = nursery(1, soon(1, 2, sleep(1), log(101)), soon(1, 3, checkpoint(), log(102)));
    assertThat(possibleTurns(List.of(0, 2, 2), program)).isEqualTo(2);
    assertThat(replay(List.of(0, 2, 3, 3, 2, 0), program)).contains("end=1");
  }

  @Test
  void what_is_due_at_the_same_instant_can_run_in_any_order() {
    Node program = nursery(1, soon(1, 2, sleep(1), log(101)), soon(1, 3, sleep(1), log(102)));
    assertThat(replay(List.of(0, 2, 3, 2, 3, 0), program)).endsWith("order=[101, 102]");
    assertThat(replay(List.of(0, 2, 3, 3, 2, 0), program)).endsWith("order=[102, 101]");
  }
}
