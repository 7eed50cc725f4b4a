package io.trio4j.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.Nursery;
import io.trio4j.Task;
import io.trio4j.Trio;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a nursery that stays open keeps of those that have ended in it. */
class DeadChildrenTest {
  private static final int CHILDREN = 300;
  private static final int MAY_BE_ON_STACKS = 2;

  /// Far more than it takes: threads that have just ended may still have a result on their stacks.
  private static final int MOST_COLLECTIONS = 100;

  @Test
  void of_their_results_nothing() {
    long kept =
        Trio.run(() ->
            Nursery.call(nursery -> {
              List<WeakReference<Object>> results = new ArrayList<>();
              for (int i = 0; i < CHILDREN; i++) {
                Task<Object> child = nursery.startSoon(() -> new Object());
                results.add(new WeakReference<>(child.join()));
              }
              return keptOf(results);
            }));

    assertThat(kept).isLessThanOrEqualTo(MAY_BE_ON_STACKS);
  }

  private static long keptOf(List<WeakReference<Object>> results) {
    long kept = results.size();
    for (int i = 0; i < MOST_COLLECTIONS && kept > MAY_BE_ON_STACKS; i++) {
      System.gc();
      kept = results.stream().filter(result -> result.get() != null).count();
    }
    return kept;
  }
}
