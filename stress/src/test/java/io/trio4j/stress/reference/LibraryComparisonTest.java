package io.trio4j.stress.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The library does what the model says: in deterministic mode exactly, in parallel mode something
/// the model allows. With `-Dtrio4j.night=true` a hundred thousand and ten thousand programs.
class LibraryComparisonTest {
  private static final boolean NIGHT = Boolean.getBoolean("trio4j.night");
  private static final Executor LIBRARY = new Trio4jExecutor();

  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void runs_one_at_a_time_as_the_model_does_in_the_same_order() {
    compare(Mode.DETERMINISTIC, NIGHT ? 100_000 : 5_000);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void runs_in_parallel_as_the_model_allows() {
    compare(Mode.PARALLEL, NIGHT ? 10_000 : 500);
  }

  private static void compare(Mode mode, int programs) {
    Comparison comparison = new Comparison(LIBRARY, new AsBuilt(), new Findings());

    Campaign campaign = new Campaign(comparison, mode).run(0, programs);

    System.out.println(campaign + ", " + comparison.needed(1) + " by findings not repaired");
    assertThat(campaign.reports()).as(campaign.toString()).isEmpty();
    assertThat(comparison.skipped()).as("skipped").isLessThan(programs / 50);
  }
}
