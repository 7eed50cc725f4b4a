package io.trio4j.internal.run;

import static io.trio4j.internal.run.InVirtualTime.options;
import static io.trio4j.internal.run.InVirtualTime.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trio4j.BoundedNursery;
import io.trio4j.BoundedNurseryStatistics;
import io.trio4j.CancelScope;
import io.trio4j.ExceptionGroup;
import io.trio4j.NoResultException;
import io.trio4j.Nursery;
import io.trio4j.Outcome;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.Trio;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The block of a bounded nursery: its value, its end, and that no place is lost in it. */
class BoundedBlockTest {
  private final Queue<String> trail = new ConcurrentLinkedQueue<>();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  private void work(int seconds) {
    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
    try {
      sleep(seconds);
    } finally {
      inside.decrementAndGet();
    }
  }

  @Nested
  class A_bounded_nursery {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void returns_the_value_of_its_body(RunMode mode) {
      int sum =
          Trio.run(
              options(mode),
              () ->
                  BoundedNursery.call(
                      2,
                      nursery -> {
                        Task<Integer> one = nursery.startWhenFree(() -> 40);
                        Task<Integer> two = nursery.startWhenFree(() -> 2);
                        return one.join() + two.join();
                      }));

      assertThat(sum).isEqualTo(42);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_is_cancelled_has_no_value(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              assertThatThrownBy(() ->
                      BoundedNursery.call(
                          "crawl",
                          2,
                          nursery -> {
                            nursery.cancel("enough");
                            Trio.checkpoint();
                            return 1;
                          }))
                  .isInstanceOf(NoResultException.class));
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void throws_all_failures_as_one_group(RunMode mode) {
      ExceptionGroup group =
          catchThrowableOfType(
              ExceptionGroup.class,
              () ->
                  Trio.run(
                      options(mode),
                      () ->
                          BoundedNursery.run(
                              "crawl",
                              2,
                              nursery -> {
                                nursery.startWhenFree(
                                    "page-1",
                                    () -> {
                                      throw new IOException("broken");
                                    });
                                Trio.sleepForever();
                              })));

      assertThat(group.branches().getFirst().task()).isEqualTo("main/crawl/page-1");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void is_cancelled_as_others_are(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              BoundedNursery.run(
                  "crawl",
                  2,
                  nursery -> {
                    Task<?> child = nursery.startWhenFree(() -> Trio.sleepForever());
                    assertThat(nursery.childTasks()).hasSize(1);
                    assertThat(nursery.name()).isEqualTo("crawl");
                    assertThat(nursery.isClosed()).isFalse();
                    assertThat(nursery).hasToString("BoundedNursery[crawl, 1 of 2 places taken]");
                    nursery.cancelGracefully(Duration.ofSeconds(1));
                    assertThat(nursery.scope().cancelCalled()).isFalse();
                    CancelScope.shielded(() -> child.joinOutcome());
                    assertThat(child.outcome().orElseThrow()).isInstanceOf(Outcome.Stopped.class);
                    assertThat(nursery.scope().cancelCalled()).isTrue();
                    nursery.cancel();
                  }));
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_is_closed_refuses(RunMode mode) {
      Trio.run(
          options(mode),
          () -> {
            BoundedNursery closed = BoundedNursery.call(1, nursery -> nursery);
            assertThat(closed.isClosed()).isTrue();
            assertThatThrownBy(() -> closed.startWhenFree(() -> trail.add("ran")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Start tasks before the block returns.");
            assertThatThrownBy(() -> closed.tryStart(() -> trail.add("ran")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
            assertThat(closed.statistics()).isEqualTo(new BoundedNurseryStatistics(1, 0, 0));
          });

      assertThat(trail).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void shows_in_dumps_who_waits_for_a_place(RunMode mode) {
      StringBuilder dump = new StringBuilder();

      Trio.run(
          options(mode),
          () ->
              Nursery.run(outer ->
                  BoundedNursery.run(
                      "crawl",
                      1,
                      nursery -> {
                        nursery.startWhenFree(() -> sleep(10));
                        outer.startSoon("starter", () -> nursery.startWhenFree(() -> {}));
                        sleep(1);
                        dump.append(Trio.dump());
                      })));

      assertThat(dump).contains("for a free place in BoundedNursery[crawl, 1 of 1 places taken]");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void loses_no_place_whatever_its_starters_and_children_do(RunMode mode) {
      List<String> wrong = new java.util.concurrent.CopyOnWriteArrayList<>();
      for (int seed = 0; seed < 60; seed++) {
        Random random = new Random(seed);
        int[] draws = IntStream.range(0, 200).map(_ -> random.nextInt(1000)).toArray();
        int limit = 1 + seed % 3;
        most.set(0);
        Trio.run(
            RunOptions.defaults().withMode(mode).withSeed(seed).withClock(new JumpClock()),
            () ->
                BoundedNursery.run(
                    limit,
                    nursery -> {
                      Nursery.run(starters -> {
                        for (int i = 0; i < 20; i++) {
                          int at = 10 * i;
                          starters.startSoon(() -> disturbedStart(nursery, draws, at));
                        }
                      });
                      while (nursery.statistics().runningCount() > 0) {
                        sleep(1);
                      }
                      if (nursery.statistics().waitingCount() > 0) {
                        wrong.add(nursery.toString());
                      }
                    }));
        if (most.get() > limit) {
          wrong.add(most + " at a time, limit " + limit);
        }
      }

      assertThat(wrong).isEmpty();
      assertThat(trail).contains("started", "gave up");
    }

    private void disturbedStart(BoundedNursery nursery, int[] draws, int at) {
      sleep(draws[at] % 5);
      CancelScope scope =
          CancelScope.moveOnAfter(
              Duration.ofSeconds(draws[at + 1] % 6),
              () -> {
                Task<?> child = nursery.startWhenFree(() -> work(draws[at + 2] % 4));
                trail.add("started");
                if (draws[at + 3] % 3 == 0) {
                  child.cancel();
                }
              });
      if (scope.cancelledCaught()) {
        trail.add("gave up");
      }
    }
  }
}
