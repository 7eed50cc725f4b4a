package io.trio4j.conformance.lots;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import io.trio4j.testing.StepCounter;
import io.trio4j.testing.Testing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;

/// What a parking lot gives to a queue whose readers take all there is. The queue is the test's
/// own.
class BatchQueueTest {
  private final BatchQueue<Integer> queue = new BatchQueue<>();
  private final Trail trail = new Trail();

  private void readForEver(String name) {
    while (true) {
      trail.add(name + queue.takeBatch());
    }
  }

  @InEachMode
  @Tag("T221")
  void two_readers_alternate(RunMode mode) {
    Runs.run(
        mode,
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon(() -> readForEver("a"));
              Runs.settle();
              nursery.startSoon(() -> readForEver("b"));
              Runs.settle();
              for (int i = 0; i < 20; i++) {
                queue.put(List.of(i));
                Runs.settle();
              }
              nursery.cancel();
            }));

    List<String> alternating = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      alternating.add((i % 2 == 0 ? "a[" : "b[") + i + "]");
    }
    assertThat(trail.steps()).isEqualTo(alternating);
  }

  @InEachMode
  @Tag("T222")
  void many_items_at_once_wake_one_reader(RunMode mode) {
    List<Integer> ten = IntStream.range(0, 10).boxed().toList();
    Runs.run(
        mode,
        () ->
            Nursery.run(nursery -> {
              for (String name : List.of("a", "b", "c")) {
                nursery.startSoon(() -> trail.add(name + queue.takeBatch()));
                Runs.settle();
              }

              queue.put(ten);

              Runs.settle();
              assertThat(trail.steps()).containsExactly("a" + ten);
              nursery.cancel();
            }));

    assertThat(trail.steps()).hasSize(1);
  }

  @InEachMode
  @Tag("T606")
  void taking_a_batch_that_is_there_is_a_full_checkpoint(RunMode mode) {
    Trio.run(
        Runs.options(mode).withInstrument(StepCounter.instance()),
        () -> {
          queue.put(List.of(1));
          queue.put(List.of(2));

          List<Integer> batch = Testing.assertCheckpoints(() -> queue.takeBatch());

          assertThat(batch).containsExactly(1, 2);
        });
  }
}
