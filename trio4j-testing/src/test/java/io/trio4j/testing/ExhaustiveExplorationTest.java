package io.trio4j.testing;

import static io.trio4j.testing.ExplorerTest.QUICK;
import static io.trio4j.testing.ExplorerTest.failure;
import static io.trio4j.testing.ExplorerTest.threeTasks;
import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.Nursery;
import io.trio4j.Trio;
import io.trio4j.testing.FailedScheduleError.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExhaustiveExplorationTest {
  private static final ExplorerOptions ALL =
      QUICK.withSchedules(100_000).withStrategy(Strategy.exhaustive());

  @Test
  void sees_each_order_of_checkpoints_once() {
    List<String> orders = new ArrayList<>();

    Exploration tried =
        Explorer.explore(
            ALL,
            () -> {
              List<String> events = new ArrayList<>();
              threeTasks(events, 2);
              orders.add(String.join("", events));
            });

    assertThat(tried.complete()).isTrue();
    assertThat(tried.coverage()).isEqualTo(1);
    assertThat(tried.distinctCount()).isEqualTo(tried.scheduleCount());
    assertThat(new TreeSet<>(orders)).hasSize(90); // 6! / (2! 2! 2!)
  }

  @Test
  void says_how_far_it_came() {
    Exploration tried =
        Explorer.explore(ALL.withSchedules(100), () -> threeTasks(new ArrayList<>(), 3));

    assertThat(tried.complete()).isFalse();
    assertThat(tried.coverage()).isBetween(0.0, 0.99);
  }

  @Test
  void within_a_bound_leaves_out_what_needs_more_preemptions() {
    Strategy.Exhaustive none = Strategy.exhaustive().withMostPreemptions(0);
    TreeSet<String> orders = new TreeSet<>();

    Exploration tried =
        Explorer.explore(
            ALL.withStrategy(none),
            () -> {
              List<String> events = new ArrayList<>();
              threeTasks(events, 2);
              orders.add(String.join("", events));
            });

    assertThat(tried.complete()).isFalse();
    assertThat(orders).containsExactly("aabbcc", "aaccbb", "bbaacc", "bbccaa", "ccaabb", "ccbbaa");
  }

  @Test
  void leaves_out_other_orders_of_turns_that_the_test_says_have_nothing_in_common() {
    Strategy.Exhaustive declared = Strategy.exhaustive().withDeclaredSharing();

    Exploration some = Explorer.explore(ALL.withStrategy(declared), () -> declares(false));
    Exploration all = Explorer.explore(ALL, () -> declares(false));

    assertThat(some.complete()).isTrue();
    assertThat(all.complete()).isTrue();
    assertThat(some.scheduleCount()).isLessThan(all.scheduleCount() / 2);
  }

  @Test
  void with_declared_sharing_still_finds_what_depends_on_it() {
    Strategy.Exhaustive declared = Strategy.exhaustive().withDeclaredSharing();

    assertThat(failure(ALL.withStrategy(declared), () -> declares(true)).kind())
        .isEqualTo(Kind.FAILED);
  }

  /// Two tasks that work on objects of their own, and at the end, if `meet`, on one of both.
  private static void declares(boolean meet) {
    int[] shared = new int[1];
    Nursery.run(nursery -> {
      for (String name : List.of("a", "b")) {
        Object own = new Object();
        nursery.startSoon(
            name,
            () -> {
              for (int i = 0; i < 3; i++) {
                Explorer.touches(own);
                Trio.checkpoint();
              }
              if (meet) {
                Explorer.touches(shared);
                int seen = shared[0];
                Trio.checkpoint();
                Explorer.touches(shared);
                shared[0] = seen + 1;
              }
            });
      }
    });
    assertThat(shared[0]).isEqualTo(meet ? 2 : 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void with_declared_sharing_sees_every_outcome_there_is(long seed) {
    Strategy.Exhaustive declared = Strategy.exhaustive().withDeclaredSharing();

    Outcomes all = outcomes(ALL, seed);
    Outcomes some = outcomes(ALL.withStrategy(declared), seed);

    assertThat(some.seen()).isEqualTo(all.seen());
    assertThat(some.tried().scheduleCount()).isLessThan(all.tried().scheduleCount());
  }

  private record Outcomes(TreeSet<String> seen, Exploration tried) {}

  /// Three tasks that each write their names into two of three logs; an outcome is what the logs
  /// say.
  private static Outcomes outcomes(ExplorerOptions options, long seed) {
    TreeSet<String> seen = new TreeSet<>();
    Exploration tried =
        Explorer.explore(
            options,
            () -> {
              Random random = new Random(seed); // of the program, not of the schedule
              List<StringBuilder> logs =
                  List.of(new StringBuilder(), new StringBuilder(), new StringBuilder());
              Nursery.run(nursery -> {
                for (String name : List.of("a", "b", "c")) {
                  StringBuilder first = logs.get(random.nextInt(3));
                  StringBuilder second = logs.get(random.nextInt(3));
                  nursery.startSoon(
                      name,
                      () -> {
                        Trio.checkpoint();
                        write(name, first);
                        Trio.checkpoint();
                        write(name, second);
                        Trio.checkpoint();
                      });
                }
              });
              seen.add(String.join("|", logs));
            });
    assertThat(tried.complete()).isTrue();
    return new Outcomes(seen, tried);
  }

  private static void write(String name, StringBuilder log) {
    Explorer.touches(log);
    log.append(name);
  }
}
