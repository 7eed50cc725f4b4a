package io.trio4j.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trio4j.Nursery;
import io.trio4j.Trio;
import java.util.concurrent.atomic.AtomicInteger;

/// Tests with schedules, for [ExploreTest]. The name is none that test runners look for.
class ExploringCases {
  static final AtomicInteger CALLS = new AtomicInteger();

  @Explore
  void loses_an_update() {
    AtomicInteger counter = new AtomicInteger();
    Nursery.run(nursery -> {
      for (int i = 0; i < 2; i++) {
        nursery.startSoon(() -> {
          int seen = counter.get();
          Trio.checkpoint();
          counter.set(seen + 1);
        });
      }
    });
    assertThat(counter).hasValue(2);
  }

  @Explore(schedule = "-")
  void runs_one_schedule() {
    CALLS.incrementAndGet();
  }

  @Explore
  void assumes() {
    assumeTrue(false);
  }
}
