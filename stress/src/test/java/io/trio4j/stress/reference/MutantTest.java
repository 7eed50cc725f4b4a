package io.trio4j.stress.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each planted bug is found within 2,000 programs, in the mode in which it can be seen.
class MutantTest {
  private static final int MOST_PROGRAMS = 2_000;

  /// With batons a deadline that has passed fires before the next turn, so that it does not matter
  /// whether a checkpoint compares it with the clock.
  private static final Set<Mutant> SEEN_IN_PARALLEL =
      Set.of(EdgeMutant.CHECKPOINT_DOES_NOT_READ_CLOCK);

  static List<Mutant> mutants() {
    return Mutant.all();
  }

  @Test
  void are_as_many_as_promised() {
    assertThat(Mutant.all()).hasSizeGreaterThanOrEqualTo(25).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void is_found(Mutant mutant) {
    Mode mode = SEEN_IN_PARALLEL.contains(mutant) ? Mode.PARALLEL : Mode.DETERMINISTIC;
    Comparison comparison = new Comparison(new ModelExecutor(mutant.rules()), Model.RULES);

    int programs = 0;
    boolean found = false;
    while (!found && programs < MOST_PROGRAMS) {
      Program program = Campaign.program(programs, mode);
      found = comparison.check(program, programs, mode).isPresent();
      programs++;
    }

    System.out.printf("%-40s %s after %d programs%n", mutant, found ? "found" : "MISSED", programs);
    assertThat(found).as("found within %s programs", MOST_PROGRAMS).isTrue();
  }
}
