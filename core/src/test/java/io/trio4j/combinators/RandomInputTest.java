package io.trio4j.combinators;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.ExceptionGroup;
import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.support.Modes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Inputs of random items with random limits, against the times worked out one item after the
/// other.
class RandomInputTest {
  private static final int SEEDS = 300;
  private static final int NOBODY = -1;

  /// @param millis how long each body takes; no two sums of them are the same
  /// @param failing which item fails, or [#NOBODY]
  private record Input(List<Long> millis, int limit, int failing) {
    static Input random(long seed) {
      Random random = new Random(seed);
      int count = random.nextInt(9);
      List<Long> millis = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        millis.add((1 + random.nextInt(5)) * 1000L + (1L << i));
      }
      int failing = count > 0 && random.nextInt(4) == 0 ? random.nextInt(count) : NOBODY;
      return new Input(millis, 1 + random.nextInt(4), failing);
    }

    int count() {
      return millis.size();
    }
  }

  private static String line(int item, long start, long end) {
    return "item " + item + " from " + start + " to " + end;
  }

  /// Each item begins when one before it has ended.
  private static List<String> asCompleted(Input input) {
    PriorityQueue<Long> ends = new PriorityQueue<>();
    long[] start = new long[input.count()];
    long[] end = new long[input.count()];
    for (int i = 0; i < input.count(); i++) {
      start[i] = i < input.limit() ? 0 : ends.remove();
      end[i] = start[i] + input.millis().get(i);
      ends.add(end[i]);
    }
    long last = input.failing() == NOBODY ? Long.MAX_VALUE : end[input.failing()];
    return IntStream.range(0, input.count())
        .boxed()
        .filter(i -> end[i] < last)
        .sorted(Comparator.comparingLong(i -> end[i]))
        .map(i -> line(i, start[i], end[i]))
        .toList();
  }

  /// Each item begins when the one `limit` before it was handed over, and is handed over after the
  /// one before it.
  private static List<String> inOrder(Input input) {
    long[] handed = new long[input.count()];
    List<String> lines = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    for (int i = 0; i < input.count(); i++) {
      long start = i < input.limit() ? 0 : handed[i - input.limit()];
      long end = start + input.millis().get(i);
      handed[i] = i == 0 ? end : Math.max(end, handed[i - 1]);
      lines.add(line(i, start, end));
      ends.add(end);
    }
    long last = input.failing() == NOBODY ? Long.MAX_VALUE : ends.get(input.failing());
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < input.count() && handed[i] < last; i++) {
      seen.add(lines.get(i));
    }
    return seen;
  }

  private static ItemCall<Integer, String> bodyOf(Input input, Lab lab) {
    return item ->
        lab.counted(() -> {
          long start = Lab.now();
          Lab.sleep(input.millis().get(item));
          if (item == input.failing()) {
            throw new IllegalStateException("item " + item);
          }
          return line(item, start, Lab.now());
        });
  }

  private static void check(Input input, Lab lab, MapOptions options, List<String> expected) {
    List<String> seen = new ArrayList<>();
    boolean failed = false;
    try {
      Tasks.map(items(input), options, bodyOf(input, lab), seen::add);
    } catch (ExceptionGroup group) {
      failed = true;
      assertThat(group.errors()).singleElement().hasToString(failureOf(input));
    }
    lab.assertNothingRuns();
    assertThat(failed).isEqualTo(input.failing() != NOBODY);
    assertThat(seen).isEqualTo(expected);
    assertThat(lab.mostAtOnce()).isLessThanOrEqualTo(input.limit());
  }

  private static List<Integer> items(Input input) {
    return IntStream.range(0, input.count()).boxed().toList();
  }

  private static String failureOf(Input input) {
    return "java.lang.IllegalStateException: item " + input.failing();
  }

  private static void eachSeed(RunMode mode, BiConsumer<Input, Lab> check) {
    Modes.seeds(SEEDS)
        .forEach(seed -> {
          Input input = Input.random(seed);
          try {
            Trio.run(Modes.options(mode, seed), () -> check.accept(input, new Lab()));
          } catch (AssertionError wrong) {
            throw new AssertionError("seed " + seed + ", " + input, wrong);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void a_consumer_in_order(RunMode mode) {
    eachSeed(
        mode, (input, lab) -> check(input, lab, MapOptions.limit(input.limit()), inOrder(input)));
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void a_consumer_as_completed(RunMode mode) {
    eachSeed(
        mode,
        (input, lab) ->
            check(input, lab, MapOptions.limit(input.limit()).unordered(), asCompleted(input)));
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void a_list_in_either_order(RunMode mode) {
    eachSeed(
        mode,
        (input, lab) -> {
          if (input.failing() != NOBODY) {
            return;
          }
          List<String> completed = asCompleted(input);
          MapOptions options = MapOptions.limit(input.limit());
          List<String> ordered = Tasks.map(items(input), options, bodyOf(input, lab));

          assertThat(ordered).containsExactlyInAnyOrderElementsOf(completed).isSorted();
          assertThat(lab.mostAtOnce()).isLessThanOrEqualTo(input.limit());
        });
    eachSeed(
        mode,
        (input, lab) -> {
          if (input.failing() == NOBODY) {
            MapOptions options = MapOptions.limit(input.limit()).unordered();
            assertThat(Tasks.map(items(input), options, bodyOf(input, lab)))
                .isEqualTo(asCompleted(input));
          }
        });
  }
}
