package io.trio4j.stress.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/// The model agrees with itself: its own runs are among what it allows.
class CoherenceTest {
  private static final Executor MODEL = new ModelExecutor(Model.RULES);

  @Test
  void a_run_of_the_model_is_what_the_replay_of_its_turns_comes_to() {
    Campaign campaign = new Campaign(new Comparison(MODEL, Model.RULES), Mode.DETERMINISTIC);

    assertThat(campaign.run(0, 3_000).reports()).isEmpty();
  }

  @Test
  void a_parallel_run_of_the_model_is_in_the_set() {
    Campaign campaign = new Campaign(new Comparison(MODEL, Model.RULES), Mode.PARALLEL);

    assertThat(campaign.run(0, 500).reports()).isEmpty();
  }

  @Test
  void what_runs_one_at_a_time_can_happen_in_parallel_too() {
    for (int seed = 0; seed < 500; seed++) {
      Program program = Campaign.program(seed, Mode.PARALLEL);
      Outcome outcome = MODEL.run(program, seed, Mode.DETERMINISTIC).outcome().withoutOrder();
      Set<Outcome> allowed = Model.outcomes(program).orElse(Set.of(outcome));

      assertThat(allowed).as("program %s", seed).contains(outcome);
    }
  }

  @Test
  void no_program_hangs() {
    for (int seed = 0; seed < 500; seed++) {
      Program program = Campaign.program(seed, Mode.PARALLEL);

      assertThat(Model.outcomes(program).orElse(Set.of())).doesNotContain(Outcome.HANG);
    }
  }
}
