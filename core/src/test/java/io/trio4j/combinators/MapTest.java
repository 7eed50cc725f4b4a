package io.trio4j.combinators;

import static io.trio4j.combinators.MapOptions.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.ExceptionGroup;
import io.trio4j.Outcome;
import io.trio4j.RunMode;
import io.trio4j.Task;
import io.trio4j.TaskCancelledException;
import io.trio4j.Trio;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MapTest {
  private final Lab lab = new Lab();
  private final IOException failure = new IOException("planted");

  private final AtomicInteger read = new AtomicInteger();

  /// Numbers from 0, without end, counted as they are read.
  private Iterator<Integer> numbers() {
    return Stream.iterate(0, n -> n + 1).peek(_ -> read.incrementAndGet()).iterator();
  }

  private Iterator<Integer> numbersThenFailure(int count) {
    return Stream.concat(
            IntStream.range(0, count).boxed(),
            Stream.generate(() -> {
              throw Lab.<RuntimeException>sneaky(failure);
            }))
        .iterator();
  }

  @Nested
  class A_list {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void is_in_the_order_of_the_items(RunMode mode) {
      lab.run(
          mode,
          () -> {
            List<String> values =
                Tasks.map(List.of(40, 10, 20), 2, ms -> lab.value(ms, "after " + ms).call());

            assertThat(values).containsExactly("after 40", "after 10", "after 20");
            assertThat(lab.mostAtOnce()).isEqualTo(2);
            assertThat(Lab.now()).isEqualTo(40);
          });
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void is_in_the_order_of_completion_if_asked_for(RunMode mode) {
      List<Integer> values =
          lab.call(
              mode,
              () ->
                  Tasks.map(
                      List.of(40, 10, 20), limit(3).unordered(), ms -> lab.value(ms, ms).call()));

      assertThat(values).containsExactly(10, 20, 40);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void may_hold_null_and_come_of_null(RunMode mode) {
      List<@Nullable String> items = Arrays.asList("a", null);

      List<@Nullable String> values =
          lab.call(mode, () -> Tasks.<@Nullable String, @Nullable String>map(items, 2, x -> x));

      assertThat(values).containsExactly("a", null);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void with_limit_one_is_made_one_after_the_other(RunMode mode) {
      lab.run(
          mode,
          () -> {
            Tasks.map(List.of(1, 2, 3), 1, n -> lab.value(10, lab.log.add("item " + n)).call());

            assertThat(lab.log).containsExactly("item 1", "item 2", "item 3");
            assertThat(lab.mostAtOnce()).isEqualTo(1);
            assertThat(Lab.now()).isEqualTo(30);
          });
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void of_nothing_is_empty_and_a_checkpoint(RunMode mode) {
      lab.run(
          mode,
          () -> {
            assertThat(Tasks.map(List.<String>of(), 3, x -> x)).isEmpty();
            CancelScope scope =
                CancelScope.run(s -> {
                  s.cancel();
                  Tasks.map(numbers(), limit(3), n -> lab.log.add("began"));
                });

            assertThat(scope.cancelledCaught()).isTrue();
            assertThat(lab.log).isEmpty();
            assertThat(read).as("items read in a cancelled scope").hasValue(0);
          });
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void tells_of_a_body_that_cancelled_itself(RunMode mode) {
      for (MapOptions options : List.of(limit(2), limit(2).unordered())) {
        ExceptionGroup group =
            lab.group(
                mode,
                () ->
                    Tasks.map(
                        List.of(1, 2, 3),
                        options,
                        n -> (n == 2 ? lab.cancellingItself(5) : lab.value(10, "x")).call()));

        assertThat(group.errors()).hasOnlyElementsOfType(TaskCancelledException.class).hasSize(1);
        assertThat(group.branches().getFirst().task()).isEqualTo("main/map/1");
      }
    }
  }

  @Test
  void an_item_that_is_interrupted_by_its_own_cancel_gives_its_place_back() {
    for (MapOptions options : List.of(limit(1), limit(1).unordered())) {
      ExceptionGroup group =
          Lab.groupOf(() ->
              Trio.run(() ->
                  Tasks.map(
                      List.of(1, 2),
                      options,
                      n -> {
                        lab.log.add("item " + n);
                        Task.current().cancel("myself");
                        return new LinkedBlockingQueue<String>().take();
                      })));

      assertThat(group.errors()).hasOnlyElementsOfType(TaskCancelledException.class).hasSize(2);
    }
    assertThat(lab.log).containsExactly("item 1", "item 2", "item 1", "item 2");
  }

  @Nested
  class The_input {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void is_read_only_as_places_become_free(RunMode mode) {
      lab.run(
          mode,
          () ->
              CancelScope.moveOnAfter(
                  Duration.ofMillis(25),
                  () -> Tasks.forEach(numbers(), limit(3), n -> lab.value(10, "x").call())));

      assertThat(read).hasValue(9);
      assertThat(lab.mostAtOnce()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_throws_cancels_the_bodies_and_is_thrown(RunMode mode) {
      ExceptionGroup group =
          lab.group(
              mode,
              () -> Tasks.map(numbersThenFailure(2), limit(3), n -> lab.stuck("body " + n).call()));

      assertThat(group.errors()).containsExactly(failure);
      assertThat(lab.log).containsExactlyInAnyOrder("body 0 cancelled", "body 1 cancelled");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_has_no_iterator_is_a_failure_like_others(RunMode mode) {
      Iterable<String> broken =
          () -> {
            throw Lab.<RuntimeException>sneaky(failure);
          };

      assertThat(lab.group(mode, () -> Tasks.map(broken, 2, x -> x)).errors())
          .containsExactly(failure);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_waits_is_woken_by_a_failure(RunMode mode) {
      Iterator<Integer> waiting =
          new Iterator<>() {
            @Override
            public boolean hasNext() {
              return true;
            }

            @Override
            public Integer next() {
              if (read.incrementAndGet() > 1) {
                try {
                  Trio.sleepForever();
                } finally {
                  lab.log.add("input cancelled");
                }
              }
              return 0;
            }
          };

      ExceptionGroup group =
          lab.group(mode, () -> Tasks.map(waiting, limit(3), n -> lab.failing(10, failure).call()));

      assertThat(group.errors()).containsExactly(failure);
      assertThat(lab.log).containsExactly("input cancelled");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_is_a_stream_is_closed(RunMode mode) {
      AtomicBoolean closed = new AtomicBoolean();
      Stream<Integer> stream = Stream.of(1, 2, 3).onClose(() -> closed.set(true));

      List<Integer> values = lab.call(mode, () -> Tasks.map(stream, limit(2), n -> n * n));

      assertThat(values).containsExactly(1, 4, 9);
      assertThat(closed).isTrue();
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_is_a_stream_is_closed_also_after_a_failure(RunMode mode) {
      for (boolean consumed : List.of(true, false)) {
        AtomicBoolean closed = new AtomicBoolean();
        Stream<Integer> stream = Stream.of(1, 2, 3).onClose(() -> closed.set(true));
        ItemCall<Integer, String> failing = n -> lab.failing(n, failure).call();

        lab.group(
            mode,
            () -> {
              if (consumed) {
                Tasks.map(stream, limit(2), failing, _ -> {});
              } else {
                Tasks.map(stream, limit(2), failing);
              }
            });

        assertThat(closed).isTrue();
      }
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void may_be_large(RunMode mode) {
      List<Integer> values =
          lab.call(
              mode,
              () ->
                  Tasks.map(
                      IntStream.range(0, 100_000).boxed(),
                      limit(4),
                      n -> lab.counted(() -> n + 1)));

      assertThat(values).isEqualTo(IntStream.rangeClosed(1, 100_000).boxed().toList());
      assertThat(lab.mostAtOnce()).isLessThanOrEqualTo(4);
    }
  }

  @Nested
  class A_failure {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void cancels_the_others_and_starts_no_more(RunMode mode) {
      ExceptionGroup group =
          lab.group(
              mode,
              () ->
                  Tasks.map(
                      numbers(),
                      limit(3),
                      n -> (n == 1 ? lab.failing(10, failure) : lab.stuck("body " + n)).call()));

      assertThat(group.errors()).containsExactly(failure);
      assertThat(group.branches().getFirst().task()).isEqualTo("main/map/1");
      assertThat(lab.log).containsExactlyInAnyOrder("body 0 cancelled", "body 2 cancelled");
      assertThat(read).hasValue(3);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void shows_the_name_that_was_given(RunMode mode) {
      ExceptionGroup group =
          lab.group(
              mode,
              () ->
                  Tasks.forEach(
                      List.of(1),
                      limit(1).withName("crawl"),
                      n -> lab.failing(10, failure).call()));

      assertThat(group).hasMessageStartingWith("crawl: ");
      assertThat(group.branches().getFirst().task()).isEqualTo("main/crawl/0");
    }
  }

  @Nested
  class For_each {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void takes_every_kind_of_input(RunMode mode) {
      lab.run(
          mode,
          () -> {
            Tasks.forEach(List.of(1), 2, n -> lab.log.add("int " + n));
            Tasks.forEach(List.of(2), limit(2), n -> lab.log.add("iterable " + n));
            Tasks.forEach(List.of(3).iterator(), limit(2), n -> lab.log.add("iterator " + n));
            Tasks.forEach(Stream.of(4), limit(2), n -> lab.log.add("stream " + n));
          });

      assertThat(lab.log).containsExactly("int 1", "iterable 2", "iterator 3", "stream 4");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void goes_on_when_a_body_cancels_itself(RunMode mode) {
      lab.run(
          mode,
          () ->
              Tasks.forEach(
                  List.of(1, 2, 3),
                  1,
                  n -> {
                    lab.log.add("item " + n);
                    lab.cancellingItself(1).call();
                  }));

      assertThat(lab.log).containsExactly("item 1", "item 2", "item 3");
    }
  }

  @Nested
  class Settled {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void gives_every_outcome_and_cancels_nothing(RunMode mode) {
      ProgressMeter meter = ProgressMeter.create();

      List<Outcome<String>> outcomes =
          lab.call(
              mode,
              () ->
                  Tasks.mapSettled(
                      List.of(1, 2, 3),
                      limit(2).withProgress(meter),
                      n ->
                          switch (n) {
                            case 1 -> lab.failing(5, failure).call();
                            case 2 -> lab.cancellingItself(5).call();
                            default -> lab.value(5, "there").call();
                          }));

      assertThat(outcomes.get(0)).isEqualTo(new Outcome.Failure<>(failure));
      assertThat(outcomes.get(1)).isInstanceOf(Outcome.Stopped.class);
      assertThat(outcomes.get(2)).isEqualTo(new Outcome.Success<>("there"));
      assertThat(meter.progress()).hasToString("1 of 3 done, 1 failed, 1 left in about 1 s");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void throws_what_the_input_throws(RunMode mode) {
      ExceptionGroup group =
          lab.group(mode, () -> Tasks.mapSettled(() -> numbersThenFailure(2), limit(3), n -> n));

      assertThat(group.errors()).containsExactly(failure);
    }
  }

  @Nested
  class A_rate {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void spreads_the_starts(RunMode mode) {
      lab.run(
          mode,
          () -> {
            List<Long> starts =
                Tasks.map(
                    List.of(1, 2, 3, 4),
                    limit(4).withRate(Rate.of(10, Duration.ofSeconds(1))),
                    _ -> Lab.now());

            assertThat(starts).containsExactly(0L, 100L, 200L, 300L);
          });
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void lets_a_burst_begin_at_once_and_again_after_a_pause(RunMode mode) {
      Rate rate = new Rate(10, Duration.ofSeconds(1), 2);
      List<Long> turns = new ArrayList<>();

      lab.run(
          mode,
          () -> {
            Pacer pacer = new Pacer(rate);
            for (int i = 0; i < 8; i++) {
              if (i == 4) {
                Lab.sleep(1000);
              }
              pacer.awaitTurn();
              turns.add(Lab.now());
            }
          });

      assertThat(turns).containsExactly(0L, 0L, 100L, 200L, 1200L, 1200L, 1300L, 1400L);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void does_not_lift_the_limit(RunMode mode) {
      lab.run(
          mode,
          () -> {
            List<Long> starts =
                Tasks.map(
                    List.of(1, 2, 3),
                    limit(1).withRate(Rate.of(10, Duration.ofSeconds(1))),
                    _ -> {
                      long now = Lab.now();
                      Lab.sleep(250);
                      return now;
                    });

            assertThat(starts).containsExactly(0L, 250L, 500L);
          });
    }

    @Test
    void is_rounded_down() {
      assertThat(Rate.of(3, Duration.ofSeconds(1)).intervalNanos()).isEqualTo(333_333_334);
      assertThatThrownBy(() -> Rate.of(0, Duration.ofSeconds(1)))
          .hasMessage("count must be at least 1: 0");
      assertThatThrownBy(() -> Rate.of(1, Duration.ZERO))
          .hasMessage("period must be positive: PT0S");
      assertThatThrownBy(() -> Rate.of(1, Duration.ofSeconds(1)).withBurst(0))
          .hasMessage("burst must be at least 1: 0");
    }
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void tasks_are_named_by_the_number_of_their_item(RunMode mode) {
    List<String> paths =
        lab.call(mode, () -> Tasks.map(List.of("a", "b"), 2, _ -> Task.current().path()));

    assertThat(paths).containsExactly("main/map/0", "main/map/1");
  }

  @Test
  void a_limit_is_at_least_one() {
    assertThatThrownBy(() -> limit(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit must be at least 1: 0");
  }
}
