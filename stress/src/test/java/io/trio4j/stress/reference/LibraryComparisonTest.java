package io.trio4j.stress.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The library does what the model says: one task at a time exactly that, in parallel something the
/// model allows. With `-Dtrio4j.night=true` a hundred thousand and ten thousand programs.
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class LibraryComparisonTest {
  private static final boolean NIGHT = Boolean.getBoolean("trio4j.night");
  private static final Executor LIBRARY = new Trio4jExecutor();
  private static final Logger LOG = Logger.getLogger("io.trio4j"); // held, or its level is lost

  /// Programs that swallow cancels and overrun their grace are meant to, thousands of times.
  @BeforeAll
  static void silence_the_log() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void restore_the_log() {
    LOG.setLevel(null);
  }

  @Test
  void runs_in_a_seeded_order_as_the_model_does_in_the_same_order() {
    compare(Mode.DETERMINISTIC, NIGHT ? 100_000 : 5_000);
  }

  @Test
  void runs_first_come_first_served_as_the_model_does_in_the_same_order() {
    compare(Mode.COOPERATIVE, NIGHT ? 20_000 : 1_000);
  }

  @Test
  void runs_in_parallel_as_the_model_allows() {
    compare(Mode.PARALLEL, NIGHT ? 10_000 : 500);
  }

  @Test
  void takes_the_same_turns_with_the_same_seed() {
    for (int seed = 0; seed < (NIGHT ? 10_000 : 500); seed++) {
      Program program = Campaign.program(seed, Mode.DETERMINISTIC);

      Executor.Run first = LIBRARY.run(program, seed, Mode.DETERMINISTIC);
      Executor.Run second = LIBRARY.run(program, seed, Mode.DETERMINISTIC);

      assertThat(second).as("program %s", seed).isEqualTo(first);
    }
  }

  private static void compare(Mode mode, int programs) {
    Comparison comparison = new Comparison(LIBRARY, new Rules());

    Campaign campaign = new Campaign(comparison, mode).run(0, programs);

    System.out.println(campaign);
    assertThat(campaign.reports()).as(campaign.toString()).isEmpty();
    assertThat(comparison.skipped()).as("skipped").isLessThan(programs / 50);
  }
}
