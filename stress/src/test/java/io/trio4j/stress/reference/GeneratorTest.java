package io.trio4j.stress.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What random programs look like: a kind of statement or a situation that never comes tests
/// nothing.
class GeneratorTest {
  private static final int PROGRAMS = 4_000;
  private static final int SIZE = 30;

  @Test
  void the_same_seed_gives_the_same_program() {
    assertThat(Generator.program(7, SIZE)).isEqualTo(Generator.program(7, SIZE));
    assertThat(Generator.program(7, SIZE)).isNotEqualTo(Generator.program(8, SIZE));
  }

  @Test
  void programs_are_well_formed_and_end() {
    for (int seed = 0; seed < PROGRAMS; seed++) {
      Program program = Generator.program(seed, SIZE);

      assertThat(Lexical.problem(program)).isEmpty();
      assertThat(Lexical.ends(program)).isTrue();
    }
  }

  @Test
  void every_kind_of_statement_is_in_many_programs() {
    Map<Class<?>, Integer> statements = new HashMap<>();
    Map<ScopeKind, Integer> scopes = new EnumMap<>(ScopeKind.class);

    for (int seed = 0; seed < PROGRAMS; seed++) {
      for (Node node : Generator.program(seed, SIZE).main().all()) {
        statements.merge(node.getClass(), 1, Integer::sum);
        if (node instanceof Node.Scope scope) {
          scopes.merge(scope.kind(), 1, Integer::sum);
        }
      }
    }

    assertThat(statements.keySet()).containsExactlyInAnyOrder(Node.class.getPermittedSubclasses());
    assertThat(statements.values()).allSatisfy(count -> assertThat(count).isGreaterThan(500));
    assertThat(scopes).hasSize(ScopeKind.values().length);
    assertThat(scopes.values()).allSatisfy(count -> assertThat(count).isGreaterThan(1_000));
  }

  @Test
  void every_situation_comes_up_in_many_runs() {
    Situations seen = new Situations();
    Executor executor = new ModelExecutor(seen);

    for (int seed = 0; seed < PROGRAMS; seed++) {
      executor.run(Generator.program(seed, SIZE), seed, Mode.DETERMINISTIC);
    }

    System.out.println("situations in " + PROGRAMS + " programs: " + seen.counts());
    assertThat(seen.counts().keySet()).containsExactlyInAnyOrder(Situations.Situation.values());
    assertThat(seen.counts())
        .allSatisfy((_, count) -> assertThat(count).isGreaterThan(PROGRAMS / 400));
  }

  @Test
  void parallel_programs_are_small_enough_to_be_explored() {
    int skipped = 0;
    int several = 0;

    for (int seed = 0; seed < 300; seed++) {
      var outcomes = Model.outcomes(Campaign.program(seed, Mode.PARALLEL));
      skipped += outcomes.isEmpty() ? 1 : 0;
      several += outcomes.filter(all -> all.size() > 1).isPresent() ? 1 : 0;
    }

    assertThat(skipped).isLessThan(10);
    assertThat(several).isGreaterThan(40);
  }
}
