package io.trio4j.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.BoundedNursery;
import io.trio4j.BoundedNurseryAction;
import io.trio4j.BoundedNurseryCall;
import io.trio4j.BoundedNurseryStatistics;
import io.trio4j.Task;
import io.trio4j.Trio;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundedNurserySnippets {
  private final Queue<String> done = new ConcurrentLinkedQueue<>();

  @Test
  void bounded() {
    List<String> urls = IntStream.range(0, 100).mapToObj(i -> "page-" + i).toList();
    // @start region="bounded"
    Trio.run(() ->
        BoundedNursery.run(
            20,
            nursery -> {
              for (String url : urls) {
                nursery.startWhenFree(url, () -> done.add(url)); // waits while 20 are at work
              }
            })); // here all have ended
    // @end
    assertThat(done).containsExactlyInAnyOrderElementsOf(urls);
  }

  @Test
  void try_start() {
    AtomicInteger calls = new AtomicInteger();
    // @start region="tryStart"
    Trio.run(() ->
        BoundedNursery.run(
            4,
            nursery -> {
              for (int i = 0; i < 100; i++) {
                if (nursery.tryStart(() -> calls.incrementAndGet()).isEmpty()) {
                  calls.incrementAndGet(); // nobody is free: do it here
                }
              }
            }));
    // @end
    assertThat(calls).hasValue(100);
  }

  @Test
  void statistics() {
    // @start region="statistics"
    String load =
        Trio.run(() ->
            BoundedNursery.call(
                8,
                nursery -> {
                  Task<?> job = nursery.startWhenFree("job", () -> Trio.sleepForever());
                  BoundedNurseryStatistics now = nursery.statistics();
                  job.cancel();
                  return now.runningCount() + " of " + now.limit();
                }));
    // @end
    assertThat(load).isEqualTo("1 of 8");
  }

  @Test
  void bodies() {
    // @start region="action"
    BoundedNurseryAction twoAtATime =
        nursery -> {
          for (String name : List.of("a", "b", "c")) {
            nursery.startWhenFree(name, () -> done.add(name));
          }
        };
    Trio.run(() -> BoundedNursery.run("letters", 2, twoAtATime));
    // @end

    // @start region="call"
    BoundedNurseryCall<Integer> sum =
        nursery -> {
          Task<Integer> left = nursery.startWhenFree("left", () -> 40);
          Task<Integer> right = nursery.startWhenFree("right", () -> 2);
          return left.join() + right.join();
        };
    int answer = Trio.run(() -> BoundedNursery.call("sum", 2, sum));
    // @end

    assertThat(done).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(answer).isEqualTo(42);
  }
}
