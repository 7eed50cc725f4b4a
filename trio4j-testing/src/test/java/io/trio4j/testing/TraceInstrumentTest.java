package io.trio4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.Nursery;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TraceInstrumentTest {
  @Test
  void it_records_who_went_on() {
    TraceInstrument trace = TraceInstrument.create();

    Trio.run(
        RunOptions.cooperative().withInstrument(trace),
        () ->
            Nursery.run(
                "crawl",
                nursery -> {
                  nursery.startSoon("a", () -> Trio.checkpoint());
                  nursery.startSoon("b", () -> Trio.checkpoint());
                }));

    assertThat(trace.steps())
        .startsWith("main", "main/crawl/a", "main/crawl/b", "main/crawl/a", "main/crawl/b", "main")
        .endsWith("main");
  }

  @Test
  void the_hash_is_fnv_1a_of_the_paths() {
    TraceInstrument trace = TraceInstrument.create();
    assertThat(trace.hash()).isEqualTo(0xcbf29ce484222325L);

    Trio.run(
        RunOptions.cooperative().withInstrument(trace),
        () -> {
          assertThat(trace.steps()).containsExactly("main");
          assertThat(trace.hash()).isEqualTo(fnv("m\0a\0i\0n\0\n"));
          assertThat(trace)
              .hasToString("TraceInstrument[1 steps, hash " + Long.toHexString(trace.hash()) + "]");
        });
  }

  private static long fnv(String octets) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < octets.length(); i++) {
      hash = (hash ^ octets.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  @Test
  @Tag("T574")
  void one_seed_gives_one_trace() {
    assertThat(LongStream.range(0, 10).map(_ -> hashOfFiveTasks(42)).distinct().count()).isOne();
  }

  @Test
  @Tag("T573")
  void different_seeds_give_different_traces() {
    assertThat(LongStream.range(0, 10).map(TraceInstrumentTest::hashOfFiveTasks).distinct().count())
        .isEqualTo(10);
  }

  private static long hashOfFiveTasks(long seed) {
    TraceInstrument trace = TraceInstrument.create();
    Trio.run(
        RunOptions.deterministic(seed).withInstrument(trace),
        () ->
            Nursery.run(nursery -> {
              for (int i = 0; i < 5; i++) {
                nursery.startSoon("task-" + i, () -> takeSteps(50));
              }
            }));
    return trace.hash();
  }

  private static void takeSteps(int count) {
    for (int i = 0; i < count; i++) {
      Trio.checkpoint();
    }
  }
}
