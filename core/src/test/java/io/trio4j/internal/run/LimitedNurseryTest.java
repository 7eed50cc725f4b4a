package io.trio4j.internal.run;

import static io.trio4j.internal.run.InVirtualTime.options;
import static io.trio4j.internal.run.InVirtualTime.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trio4j.BoundedNursery;
import io.trio4j.BoundedNurseryStatistics;
import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.Trio;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bounded nurseries: who gets a place, when, and what a cancelled call leaves behind. */
class LimitedNurseryTest {
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
  class A_start_when_free {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void never_lets_more_live_than_the_limit(RunMode mode) {
      AtomicInteger done = new AtomicInteger();

      Trio.run(
          options(mode),
          () ->
              BoundedNursery.run(
                  3,
                  nursery -> {
                    for (int i = 0; i < 50; i++) {
                      int seconds = i % 4;
                      nursery.startWhenFree(() -> {
                        work(seconds);
                        done.incrementAndGet();
                      });
                    }
                  }));

      assertThat(done).hasValue(50);
      assertThat(most).hasValue(3);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void gives_places_in_order_of_arrival(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              BoundedNursery.run(
                  1,
                  nursery ->
                      Nursery.run(starters -> {
                        for (int i = 0; i < 5; i++) {
                          int number = i;
                          starters.startSoon(() -> {
                            sleep(number); // arrives at this time; the first child ends at 10
                            nursery.startWhenFree(
                                "child-" + number,
                                () -> {
                                  trail.add(Task.current().name());
                                  sleep(10);
                                });
                          });
                        }
                      })));

      assertThat(trail).containsExactly("child-0", "child-1", "child-2", "child-3", "child-4");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void gives_the_value_and_the_name(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              BoundedNursery.run(
                  "crawl",
                  1,
                  nursery -> {
                    Task<Integer> first = nursery.startWhenFree("page-1", () -> 6 * 7);
                    Task<Integer> second = nursery.startWhenFree(() -> 43);
                    assertThat(first.path()).isEqualTo("main/crawl/page-1");
                    assertThat(first.join()).isEqualTo(42);
                    assertThat(second.join()).isEqualTo(43);
                  }));
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_is_cancelled_has_started_nothing_and_hands_the_place_on(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              BoundedNursery.run(
                  1,
                  nursery -> {
                    nursery.startWhenFree(() -> sleep(10));
                    Nursery.run(starters -> {
                      starters.startSoon(() -> {
                        CancelScope gaveUp =
                            CancelScope.moveOnAfter(
                                Duration.ofSeconds(5),
                                () -> nursery.startWhenFree(() -> trail.add("given up, and ran")));
                        trail.add("gave up: " + gaveUp.cancelledCaught());
                      });
                      starters.startSoon(() -> {
                        sleep(1);
                        nursery.startWhenFree(() -> trail.add("next"));
                        assertThat(nursery.statistics().waitingCount()).isZero();
                      });
                    });
                  }));

      assertThat(trail).containsExactly("gave up: true", "next");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void in_a_cancelled_scope_starts_nothing_though_a_place_is_free(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              BoundedNursery.run(
                  1,
                  nursery -> {
                    CancelScope.run(scope -> {
                      scope.cancel();
                      assertThatThrownBy(() -> nursery.startWhenFree(() -> trail.add("ran")))
                          .isInstanceOf(Cancelled.class);
                      nursery.startWhenFree(() -> trail.add("ran"));
                    });
                    assertThat(nursery.statistics())
                        .isEqualTo(new BoundedNurseryStatistics(1, 0, 0));
                  }));

      assertThat(trail).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = RunMode.class, names = "PARALLEL", mode = EnumSource.Mode.EXCLUDE)
    void lets_others_run_though_a_place_is_free(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              BoundedNursery.run(
                  100,
                  nursery -> {
                    for (int i = 0; i < 100 && trail.isEmpty(); i++) {
                      nursery.startWhenFree(() -> trail.add("child"));
                    }
                    trail.add("body");
                  }));

      assertThat(trail.peek()).isEqualTo("child");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void keeps_the_nursery_open_while_it_waits(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(outer -> {
                BoundedNursery.run(
                    1,
                    nursery -> {
                      nursery.startWhenFree(() -> sleep(2));
                      outer.startSoon(() -> {
                        nursery.startWhenFree(() -> {
                          sleep(2);
                          trail.add("late child");
                        });
                      });
                      sleep(1);
                    });
                trail.add("closed");
              }));

      assertThat(trail).containsExactly("late child", "closed");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void gets_the_place_of_a_failed_child_in_a_nursery_that_is_cancelled_then(RunMode mode) {
      ExceptionGroup group =
          catchThrowableOfType(
              ExceptionGroup.class,
              () ->
                  Trio.run(
                      options(mode),
                      () ->
                          Nursery.run(outer ->
                              BoundedNursery.run(
                                  1,
                                  nursery -> {
                                    nursery.startWhenFree(() -> {
                                      sleep(2);
                                      throw new IOException("broken");
                                    });
                                    outer.startSoon(() -> {
                                      Task<?> late = nursery.startWhenFree(() -> sleep(1));
                                      late.joinOutcome();
                                    });
                                    sleep(5);
                                  }))));

      assertThat(group.rootCauses()).singleElement().isInstanceOf(IOException.class);
    }
  }

  @Nested
  class A_try {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void starts_only_what_finds_a_place(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              BoundedNursery.run(
                  1,
                  nursery -> {
                    Optional<Task<String>> first =
                        nursery.tryStart(
                            "first",
                            () -> {
                              sleep(1);
                              return "value";
                            });
                    assertThat(nursery.tryStart(() -> trail.add("ran"))).isEmpty();
                    assertThat(nursery.tryStart("named", () -> trail.add("ran"))).isEmpty();
                    assertThat(first.orElseThrow().join()).isEqualTo("value");
                    Optional<?> third = nursery.tryStart("third", () -> sleep(1));
                    assertThat(third).isPresent();
                  }));

      assertThat(trail).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void is_no_checkpoint(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              BoundedNursery.run(
                  1,
                  nursery ->
                      CancelScope.run(scope -> {
                        scope.cancel();
                        assertThat(nursery.tryStart(() -> trail.add("ran"))).isPresent();
                      })));

      assertThat(trail).containsExactly("ran");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void finds_none_while_more_are_taken_than_the_limit(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(outer ->
                  BoundedNursery.run(
                      2,
                      nursery -> {
                        nursery.startWhenFree(() -> sleep(10));
                        nursery.startWhenFree(() -> sleep(10));
                        outer.startSoon(() -> nursery.startWhenFree(() -> trail.add("waited")));
                        sleep(1);
                        nursery.setLimit(1);
                        assertThat(nursery.tryStart(() -> trail.add("got in"))).isEmpty();
                        assertThat(nursery.statistics())
                            .isEqualTo(new BoundedNurseryStatistics(1, 2, 1));
                      })));

      assertThat(trail).containsExactly("waited");
    }
  }

  @Nested
  class The_limit {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void can_be_raised_and_lets_those_who_wait_in(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              BoundedNursery.run(
                  1,
                  nursery -> {
                    nursery.startWhenFree(() -> work(10));
                    Nursery.run(starters -> {
                      for (int i = 0; i < 4; i++) {
                        starters.startSoon(() -> nursery.startWhenFree(() -> work(10)));
                      }
                      sleep(1);
                      assertThat(nursery.statistics())
                          .isEqualTo(new BoundedNurseryStatistics(1, 1, 4));
                      nursery.setLimit(4);
                      assertThat(nursery.limit()).isEqualTo(4);
                      assertThat(nursery.statistics())
                          .isEqualTo(new BoundedNurseryStatistics(4, 4, 1));
                    });
                  }));

      assertThat(most).hasValue(4);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void can_be_lowered_and_nobody_gets_in_until_enough_have_ended(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              BoundedNursery.run(
                  3,
                  nursery -> {
                    for (int i = 1; i <= 3; i++) {
                      int seconds = i;
                      nursery.startWhenFree(() -> sleep(seconds));
                    }
                    nursery.setLimit(1);
                    nursery.startWhenFree(() -> {});
                    trail.add("at " + Trio.currentTime().nanos() / 1_000_000_000);
                  }));

      assertThat(trail).containsExactly("at 3");
    }

    @Test
    void of_less_than_one_is_refused() {
      Trio.run(
          RunOptions.cooperative(),
          () -> {
            assertThatThrownBy(() -> BoundedNursery.run(0, _ -> trail.add("ran")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit must be at least 1: 0");
            BoundedNursery.run(
                1,
                nursery ->
                    assertThatThrownBy(() -> nursery.setLimit(-1))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("limit must be at least 1: -1"));
          });

      assertThat(trail).isEmpty();
    }
  }
}
