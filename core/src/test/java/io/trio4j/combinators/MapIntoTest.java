package io.trio4j.combinators;

import static io.trio4j.combinators.MapOptions.limit;
import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.ExceptionGroup;
import io.trio4j.RunMode;
import io.trio4j.Task;
import io.trio4j.TaskCancelledException;
import io.trio4j.Trio;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Results that are handed to a consumer.
class MapIntoTest {
  private static final List<MapOptions> EITHER_ORDER = List.of(limit(3), limit(3).unordered());

  private final Lab lab = new Lab();
  private final IOException failure = new IOException("planted");
  private final AtomicInteger read = new AtomicInteger();

  private Stream<Integer> numbers() {
    return Stream.iterate(0, n -> n + 1).peek(_ -> read.incrementAndGet());
  }

  @Nested
  class The_consumer {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void gets_the_results_in_the_order_of_the_items(RunMode mode) {
      lab.run(
          mode,
          () ->
              Tasks.map(
                  List.of(40, 10, 20),
                  limit(3),
                  ms -> lab.value(ms, ms).call(),
                  ms -> lab.log.add(ms + " at " + Lab.now())));

      assertThat(lab.log).containsExactly("40 at 40", "10 at 40", "20 at 40");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void gets_the_results_as_they_are_completed_if_asked_for(RunMode mode) {
      lab.run(
          mode,
          () ->
              Tasks.map(
                  List.of(40, 10, 20).iterator(),
                  limit(3).unordered(),
                  ms -> lab.value(ms, ms).call(),
                  ms -> lab.log.add(ms + " at " + Lab.now())));

      assertThat(lab.log).containsExactly("10 at 10", "20 at 20", "40 at 40");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void runs_in_the_calling_task_one_at_a_time(RunMode mode) {
      List<Integer> plain = new ArrayList<>();
      for (MapOptions options : EITHER_ORDER) {
        plain.clear();
        lab.run(
            mode,
            () -> {
              Task<?> me = Task.current();
              Tasks.map(
                  IntStream.range(0, 50).boxed(),
                  options,
                  n -> n,
                  n -> {
                    assertThat(Task.current()).isSameAs(me);
                    plain.add(n);
                    Trio.checkpoint();
                  });
            });

        assertThat(plain).hasSize(50).containsAll(IntStream.range(0, 50).boxed().toList());
      }
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_fails_cancels_everything(RunMode mode) {
      for (MapOptions options : EITHER_ORDER) {
        lab.log.clear();

        ExceptionGroup group =
            lab.group(
                mode,
                () ->
                    Tasks.map(
                        numbers(),
                        options,
                        n -> (n == 0 ? lab.value(10, "x") : lab.stuck("body")).call(),
                        _ -> {
                          throw failure;
                        }));

        assertThat(group.errors()).containsExactly(failure);
        assertThat(lab.log).containsExactly("body cancelled", "body cancelled");
      }
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_is_slow_holds_up_the_input_at_the_limit(RunMode mode) {
      for (MapOptions options : EITHER_ORDER) {
        read.set(0);
        lab.run(
            mode,
            () ->
                CancelScope.moveOnAfter(
                    Duration.ofMillis(25),
                    () -> Tasks.map(numbers(), options, n -> n, _ -> Lab.sleep(10))));

        assertThat(read).as("2 consumed, 3 in place").hasValue(5);
      }
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void can_stop_the_call_by_a_scope_around_it(RunMode mode) {
      lab.run(
          mode,
          () ->
              CancelScope.run(scope ->
                  Tasks.map(
                      numbers(),
                      limit(2),
                      n -> lab.value(10, n).call(),
                      n -> {
                        lab.log.add("got " + n);
                        if (n == 3) {
                          scope.cancel("enough");
                        }
                      })));

      assertThat(lab.log).containsExactly("got 0", "got 1", "got 2", "got 3");
    }
  }

  @Nested
  class In_order {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void a_slow_item_holds_up_no_more_than_the_limit(RunMode mode) {
      lab.run(
          mode,
          () ->
              CancelScope.moveOnAfter(
                  Duration.ofMillis(100),
                  () ->
                      Tasks.map(
                          numbers(),
                          limit(4),
                          n -> lab.value(n == 0 ? 1000 : 1, n).call(),
                          n -> lab.log.add("got " + n))));

      assertThat(lab.log).isEmpty();
      assertThat(read).hasValue(4);
    }
  }

  @Nested
  class The_input {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_waits_holds_up_no_result(RunMode mode) {
      for (MapOptions options : EITHER_ORDER) {
        lab.log.clear();
        lab.run(
            mode,
            () ->
                Tasks.map(
                    Stream.of(0, 1000, 1000).peek(Lab::sleep),
                    options,
                    n -> lab.value(10, n).call(),
                    _ -> lab.log.add("at " + Lab.now())));

        assertThat(lab.log).containsExactly("at 10", "at 1010", "at 2010");
      }
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void may_depend_on_the_results(RunMode mode) {
      Deque<Integer> found = new ArrayDeque<>(List.of(3));
      AtomicInteger open = new AtomicInteger(1);
      Iterator<Integer> crawl =
          new Iterator<>() {
            @Override
            public boolean hasNext() {
              while (true) {
                synchronized (found) {
                  if (!found.isEmpty() || open.get() == 0) {
                    return !found.isEmpty();
                  }
                }
                Lab.sleep(1);
              }
            }

            @Override
            public Integer next() {
              synchronized (found) {
                return found.remove();
              }
            }
          };

      lab.run(
          mode,
          () ->
              Tasks.map(
                  crawl,
                  limit(2).unordered(),
                  depth -> lab.value(10, depth).call(),
                  depth -> {
                    lab.log.add("page of depth " + depth);
                    synchronized (found) {
                      if (depth > 1) {
                        found.addAll(List.of(depth - 1, depth - 1));
                        open.addAndGet(2);
                      }
                      open.decrementAndGet();
                    }
                  }));

      assertThat(lab.log).hasSize(7);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_throws_cancels_everything(RunMode mode) {
      for (MapOptions options : EITHER_ORDER) {
        lab.log.clear();
        Stream<Integer> broken =
            numbers()
                .peek(n -> {
                  if (n == 2) {
                    throw Lab.<RuntimeException>sneaky(failure);
                  }
                });

        ExceptionGroup group =
            lab.group(
                mode, () -> Tasks.map(broken, options, _ -> lab.stuck("body").call(), _ -> {}));

        assertThat(group.errors()).containsExactly(failure);
        assertThat(group.branches().getFirst().task()).isEqualTo("main/map/input");
        assertThat(lab.log).containsExactly("body cancelled", "body cancelled");
      }
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_cancels_its_own_task_is_a_failure(RunMode mode) {
      for (MapOptions options : EITHER_ORDER) {
        Stream<Integer> broken =
            numbers()
                .peek(_ -> {
                  Task.current().cancel("myself");
                  Trio.checkpoint();
                });

        ExceptionGroup group = lab.group(mode, () -> Tasks.map(broken, options, n -> n, _ -> {}));

        assertThat(group.errors()).hasOnlyElementsOfType(TaskCancelledException.class);
      }
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_is_empty_is_a_checkpoint(RunMode mode) {
      for (MapOptions options : EITHER_ORDER) {
        lab.run(
            mode,
            () -> {
              Tasks.map(List.<String>of(), options, x -> x, x -> lab.log.add(x));
              CancelScope scope =
                  CancelScope.run(s -> {
                    s.cancel();
                    Tasks.map(numbers(), options, x -> x, x -> lab.log.add("got " + x));
                  });

              assertThat(scope.cancelledCaught()).isTrue();
              assertThat(lab.log).isEmpty();
              assertThat(read).hasValue(0);
            });
      }
    }
  }

  @Nested
  class A_body {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_fails_cancels_everything(RunMode mode) {
      for (MapOptions options : EITHER_ORDER) {
        lab.log.clear();

        ExceptionGroup group =
            lab.group(
                mode,
                () ->
                    Tasks.map(
                        numbers(),
                        options,
                        n -> (n == 1 ? lab.failing(10, failure) : lab.stuck("body")).call(),
                        _ -> lab.log.add("got one")));

        assertThat(group.errors()).containsExactly(failure);
        assertThat(lab.log).containsExactly("body cancelled", "body cancelled");
      }
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_cancels_its_own_task_is_a_failure(RunMode mode) {
      for (MapOptions options : EITHER_ORDER) {
        lab.log.clear();

        ExceptionGroup group =
            lab.group(
                mode,
                () ->
                    Tasks.map(
                        List.of(0, 1),
                        options,
                        n -> (n == 0 ? lab.cancellingItself(10) : lab.stuck("body")).call(),
                        _ -> lab.log.add("got one")));

        assertThat(group.errors()).hasOnlyElementsOfType(TaskCancelledException.class).hasSize(1);
        assertThat(lab.log).containsExactly("body cancelled");
      }
    }
  }

  @Nested
  class As_completed {
    private final List<Callable<Integer>> bodies =
        List.of(lab.value(30, 30), lab.value(10, 10), lab.value(20, 20));

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void gives_the_values_in_the_order_of_completion(RunMode mode) {
      assertThat(lab.<List<Integer>, RuntimeException>call(mode, () -> Tasks.asCompleted(bodies)))
          .containsExactly(10, 20, 30);
      assertThat(lab.mostAtOnce()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void hands_each_value_over_when_it_is_there(RunMode mode) {
      lab.run(mode, () -> Tasks.asCompleted(bodies, n -> lab.log.add(n + " at " + Lab.now())));

      assertThat(lab.log).containsExactly("10 at 10", "20 at 20", "30 at 30");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void of_nothing_is_nothing(RunMode mode) {
      lab.run(
          mode,
          () -> {
            assertThat(Tasks.asCompleted(List.<Callable<String>>of())).isEmpty();
            Tasks.asCompleted(List.<Callable<String>>of(), value -> lab.log.add(value));
          });

      assertThat(lab.log).isEmpty();
    }
  }
}
