package io.trio4j.lowlevel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.support.Modes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunRandomTest {
  private static List<Long> draw(int count) {
    RandomGenerator random = RunRandom.current();
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(random.nextLong());
    }
    return numbers;
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void a_seed_gives_the_same_numbers(RunMode mode) {
    List<Long> first = Trio.run(Modes.options(mode, 7), () -> draw(100));

    assertThat(Trio.run(Modes.options(mode, 7), () -> draw(100))).isEqualTo(first);
    assertThat(Trio.run(Modes.options(mode, 8), () -> draw(100)))
        .doesNotContainAnyElementsOf(first);
    assertThat(new HashSet<>(first)).hasSize(100);
  }

  /// Recorded seeds must go on to mean what they meant.
  @Test
  void the_numbers_are_these_for_ever() {
    assertThat(Trio.run(RunOptions.deterministic(0), () -> draw(3)))
        .containsExactly(-6523613405836042406L, -5438901102636068674L, 5870046691785176337L);
  }

  @Test
  void nested_runs_go_on_with_the_numbers_of_the_outer_one() {
    List<Long> all = Trio.run(RunOptions.deterministic(7), () -> draw(4));

    List<Long> parts =
        Trio.run(
            RunOptions.deterministic(7),
            () -> {
              List<Long> numbers = new ArrayList<>(draw(1));
              numbers.addAll(Trio.run(() -> draw(2)));
              numbers.addAll(draw(1));
              return numbers;
            });

    assertThat(parts).isEqualTo(all);
  }

  @Test
  void drawing_does_not_change_the_schedule() {
    assertThat(order(true)).isEqualTo(order(false));
  }

  private static List<Integer> order(boolean drawing) {
    List<Integer> order = new ArrayList<>();
    Trio.run(
        RunOptions.deterministic(3),
        () ->
            Nursery.run(nursery -> {
              for (int i = 0; i < 20; i++) {
                int mine = i;
                nursery.startSoon(() -> {
                  if (drawing) {
                    RunRandom.current().nextLong();
                  }
                  Trio.checkpoint();
                  order.add(mine);
                });
              }
            }));
    return order;
  }

  @Test
  void many_tasks_draw_different_numbers() {
    Set<Long> numbers = new HashSet<>();
    Trio.run(() ->
        Nursery.run(nursery -> {
          List<Task<List<Long>>> tasks = new ArrayList<>();
          for (int i = 0; i < 8; i++) {
            tasks.add(nursery.startSoon(() -> draw(1000)));
          }
          for (Task<List<Long>> task : tasks) {
            numbers.addAll(task.join());
          }
        }));

    assertThat(numbers).hasSize(8000);
  }

  @Test
  void there_are_none_outside_a_run() {
    assertThatThrownBy(RunRandom::current).isInstanceOf(IllegalStateException.class);
  }
}
