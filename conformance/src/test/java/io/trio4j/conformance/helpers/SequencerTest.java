package io.trio4j.conformance.helpers;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Task;
import io.trio4j.conformance.harness.Failures;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import io.trio4j.testing.Sequencer;
import org.junit.jupiter.api.Tag;

/// Steps of several tasks in a given order.
class SequencerTest {
  @InEachMode
  @Tag("T518")
  void a_cancelled_step_breaks_all_later_ones(RunMode mode) {
    Sequencer sequencer = Sequencer.create();
    Trail trail = new Trail();
    Runs.run(
        mode,
        () ->
            Nursery.run(nursery -> {
              Task<?> cancelled = nursery.startSoon(() -> fails(sequencer, 1, trail));
              nursery.startSoon(() -> fails(sequencer, 2, trail));
              Runs.settle();

              cancelled.cancel("planted");
              Runs.settle();
              fails(sequencer, 3, trail);
            }));

    assertThat(trail.steps())
        .containsExactlyInAnyOrder("step 1 is broken", "step 2 is broken", "step 3 is broken")
        .endsWith("step 3 is broken");
  }

  private static void fails(Sequencer sequencer, int step, Trail trail) {
    IllegalStateException broken =
        Failures.thrown(
            IllegalStateException.class,
            () -> sequencer.at(step, () -> trail.add("step " + step + " was taken")));
    assertThat(broken)
        .hasMessageContaining("a task that waited for step 1 was cancelled")
        .hasMessageContaining("planted");
    trail.add("step " + step + " is broken");
  }
}
