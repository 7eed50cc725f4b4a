package io.trio4j.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A blocking region whose code waits with trio4j after all. */
class RegionTurnsTest {
  private static final int ROUNDS = 200;

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void a_sleep_in_a_region_ends(RunMode mode) {
    Duration slept =
        Trio.run(
            RunOptions.defaults().withMode(mode).withSeed(1),
            () -> {
              TrioTime before = Trio.currentTime();
              Trio.blocking(_ -> Trio.sleep(Duration.ofMillis(1)));
              return before.until(Trio.currentTime());
            });

    assertThat(slept).isGreaterThanOrEqualTo(Duration.ofMillis(1));
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void a_nursery_in_a_region_ends(RunMode mode) {
    AtomicInteger ran = new AtomicInteger();

    Trio.run(
        RunOptions.defaults().withMode(mode).withSeed(1),
        () ->
            Trio.blocking(_ ->
                Nursery.run(nursery -> {
                  nursery.startSoon(ran::incrementAndGet);
                  nursery.startSoon(ran::incrementAndGet);
                })));

    assertThat(ran).hasValue(2);
  }

  @Test
  void a_checkpoint_in_a_region_gives_no_second_task_a_turn() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();

    Trio.run(
        RunOptions.cooperative(),
        () ->
            Nursery.run(nursery -> {
              for (int i = 0; i < 2; i++) {
                nursery.startSoon(() -> {
                  for (int k = 0; k < ROUNDS; k++) {
                    Trio.blocking(_ -> Trio.checkpoint());
                    alone(inside, most);
                  }
                });
                nursery.startSoon(() -> {
                  for (int k = 0; k < ROUNDS; k++) {
                    alone(inside, most);
                    Trio.checkpoint();
                  }
                });
              }
            }));

    assertThat(most).hasValue(1);
  }

  private static void alone(AtomicInteger inside, AtomicInteger most) {
    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
    Thread.yield();
    inside.decrementAndGet();
  }
}
