package io.trio4j.stress.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ShrinkerTest {

  @Test
  void finds_the_smallest_program_that_shows_a_planted_bug() {
    Comparison comparison =
        new Comparison(
            new ModelExecutor(NurseryMutant.LONE_FAILURE_NOT_GROUPED.rules()), Model.RULES);
    Predicate<Program> fails =
        program -> comparison.check(program, 1, Mode.DETERMINISTIC).isPresent();
    Program found = firstThat(fails);

    Program smallest = Shrinker.shrink(found, fails, 5_000);

    assertThat(found.size()).isGreaterThan(10);
    assertThat(smallest.size()).isEqualTo(2);
    assertThat(smallest.main()).isInstanceOf(Node.Nursery.class);
    assertThat(fails.test(smallest)).isTrue();
  }

  @Test
  void asks_only_for_programs_that_are_well_formed_and_end() {
    Program program = Generator.program(11, 40);

    Shrinker.shrink(
        program,
        candidate -> {
          assertThat(Lexical.problem(candidate)).isEmpty();
          assertThat(Lexical.ends(candidate)).isTrue();
          return candidate.size() > 3;
        },
        5_000);
  }

  private static Program firstThat(Predicate<Program> fails) {
    for (int seed = 0; seed < 2_000; seed++) {
      Program program = Campaign.program(seed, Mode.DETERMINISTIC);
      if (program.size() > 10 && fails.test(program)) {
        return program;
      }
    }
    throw new AssertionError("no program shows it");
  }
}
