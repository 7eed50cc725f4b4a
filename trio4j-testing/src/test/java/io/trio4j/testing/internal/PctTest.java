package io.trio4j.testing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PctTest {
  /// Four tasks that are ready all the time.
  private static List<Integer> turns(Chooser chooser, int count) {
    Choice choice = new Choice();
    List<Integer> turns = new ArrayList<>();
    for (int step = 0; step < count; step++) {
      choice.clear();
      for (int task = 0; task < 4; task++) {
        choice.add(task);
      }
      int task = choice.candidate(chooser.choose(choice));
      choice.taken(task);
      turns.add(task);
    }
    return turns;
  }

  @Test
  void of_depth_one_lets_the_same_task_go_on() {
    Set<Integer> first = new HashSet<>();
    for (int seed = 0; seed < 100; seed++) {
      List<Integer> turns = turns(new Choosers.Pct(seed, 1, 40), 40);
      assertThat(new HashSet<>(turns)).hasSize(1);
      first.add(turns.getFirst());
    }

    assertThat(first).containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  @Test
  void of_depth_three_changes_twice_at_most() {
    int most = 0;
    for (int seed = 0; seed < 100; seed++) {
      List<Integer> turns = turns(new Choosers.Pct(seed, 3, 40), 40);
      int changes = 0;
      for (int i = 1; i < turns.size(); i++) {
        changes += turns.get(i).equals(turns.get(i - 1)) ? 0 : 1;
      }
      assertThat(changes).isLessThanOrEqualTo(2);
      most = Math.max(most, changes);
    }

    assertThat(most).isEqualTo(2);
  }

  @Test
  void gives_everybody_a_turn_in_the_long_run() {
    assertThat(new HashSet<>(turns(new Choosers.Pct(1, 1, 40), 10 * Choice.PATIENCE))).hasSize(4);
  }
}
