package io.trio4j.conformance.instruments;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.conformance.harness.InModes;
import io.trio4j.testing.TraceInstrument;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

/// What the seed decides.
class DeterminismTest {
  private static final int RUNS = 10;
  private static final int TASKS = 5;
  private static final int STEPS = 50;

  private static List<List<String>> traces(RunOptions options) {
    List<List<String>> traces = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      TraceInstrument trace = TraceInstrument.create();
      Trio.run(options.withInstrument(trace), () -> work());
      traces.add(trace.steps());
    }
    assertThat(traces).allSatisfy(trace -> assertThat(trace).hasSizeGreaterThan(TASKS * STEPS));
    return traces;
  }

  private static void work() {
    Nursery.run(nursery -> {
      for (int i = 0; i < TASKS; i++) {
        nursery.startSoon(
            "task-" + i,
            () -> {
              for (int step = 0; step < STEPS; step++) {
                Trio.checkpoint();
              }
            });
      }
    });
  }

  @InModes(
      value = RunMode.DETERMINISTIC,
      leftOut = "the order is not drawn: the machine's, or first come first served")
  @Tag("T573")
  void without_a_seed_all_runs_differ(RunMode mode) {
    assertThat(traces(RunOptions.defaults().withMode(mode))).doesNotHaveDuplicates();
  }

  @InModes(
      value = {RunMode.COOPERATIVE, RunMode.DETERMINISTIC},
      leftOut = "the machine decides the order")
  @Tag("T574")
  void with_equal_seeds_all_runs_are_alike(RunMode mode) {
    RunOptions options = RunOptions.defaults().withMode(mode).withSeed(42);

    assertThat(traces(options).stream().distinct()).hasSize(1);
  }
}
