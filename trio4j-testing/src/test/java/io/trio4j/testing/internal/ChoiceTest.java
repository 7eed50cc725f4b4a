package io.trio4j.testing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChoiceTest {
  private final Choice choice = new Choice();

  private Choice of(int... ready) {
    choice.clear();
    for (int task : ready) {
      choice.add(task);
    }
    return choice;
  }

  @Test
  void usually_goes_to_who_had_the_turn() {
    choice.taken(2);

    assertThat(of(1, 3, 2).usual()).isEqualTo(2);
  }

  @Test
  void goes_to_who_has_been_ready_longest_if_that_one_is_not_ready() {
    choice.taken(2);

    assertThat(of(3, 1).usual()).isZero();
  }

  @Test
  void goes_to_somebody_else_after_many_turns_in_a_row() {
    for (int turn = 0; turn <= Choice.PATIENCE; turn++) {
      assertThat(of(1, 2).isOverPatience()).isFalse();
      choice.taken(2);
    }

    assertThat(of(1, 2).usual()).isZero();
    choice.taken(1);
    assertThat(of(2, 1).usual()).isEqualTo(1);
  }

  @Test
  void does_not_count_turns_of_a_task_that_is_alone() {
    for (int turn = 0; turn < 10 * Choice.PATIENCE; turn++) {
      of(1).taken(1);
    }

    assertThat(of(2, 1).usual()).isEqualTo(1);
  }

  @Test
  void has_room_for_many() {
    choice.clear();
    for (int task = 0; task < 100; task++) {
      choice.add(task);
    }

    assertThat(choice.candidates()).hasSize(100).endsWith(99);
    assertThat(choice.indexOf(77)).isEqualTo(77);
    assertThat(choice.indexOf(100)).isEqualTo(-1);
  }
}
