package io.trio4j.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.Nursery;
import io.trio4j.Trio;
import io.trio4j.junit.Explore;
import io.trio4j.junit.ExploreStrategy;
import java.util.concurrent.atomic.AtomicInteger;

class ExploreSnippets {
  // @start region="explore"
  @Explore(strategy = ExploreStrategy.EXHAUSTIVE)
  void no_increment_is_lost() {
    AtomicInteger counter = new AtomicInteger(); // afresh for each schedule
    Nursery.run(nursery -> {
      for (int i = 0; i < 2; i++) {
        nursery.startSoon(() -> {
          Trio.checkpoint();
          counter.incrementAndGet();
        });
      }
    });
    assertThat(counter).hasValue(2);
  }
  // @end
}
