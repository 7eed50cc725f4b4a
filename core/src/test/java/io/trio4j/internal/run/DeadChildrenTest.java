package io.trio4j.internal.run;

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

  @Test
  void of_their_results_nothing() {
    List<WeakReference<Object>> results = new ArrayList<>();

    Trio.run(() ->
        Nursery.run(nursery -> {
          for (int i = 0; i < CHILDREN; i++) {
            Task<Object> child = nursery.startSoon(() -> new Object());
            results.add(new WeakReference<>(child.join()));
          }
          while (results.stream().filter(kept -> kept.get() != null).count() > MAY_BE_ON_STACKS) {
            System.gc();
          }
        }));
  }
}
