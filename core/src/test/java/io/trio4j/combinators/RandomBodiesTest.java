package io.trio4j.combinators;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.ExceptionGroup;
import io.trio4j.NoResultException;
import io.trio4j.Outcome;
import io.trio4j.RunMode;
import io.trio4j.TaskCancelledException;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.support.Modes;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Random bodies in each combinator, against [Model].
class RandomBodiesTest {
  private static final int SEEDS = 400;

  private interface Combinator {
    Object apply(List<Callable<String>> bodies) throws Exception;
  }

  private interface Expected {
    String of(List<Script> scripts, long outerCancel);
  }

  private static void compare(RunMode mode, Combinator combinator, Expected expected) {
    Modes.seeds(SEEDS)
        .forEach(seed -> {
          Random random = new Random(seed);
          List<Script> scripts = Script.random(random);
          long cancel =
              random.nextBoolean() ? Model.never() : Script.randomCancel(random, scripts.size());

          String seen = play(mode, seed, scripts, cancel, combinator);

          assertThat(seen)
              .as("seed %d, cancel at %d, %s", seed, cancel, scripts)
              .isEqualTo(expected.of(scripts, cancel));
        });
  }

  private static String play(
      RunMode mode, long seed, List<Script> scripts, long cancel, Combinator combinator) {
    Lab lab = new Lab();
    List<Callable<String>> bodies = scripts.stream().map(script -> script.body(lab)).toList();
    TrioTime deadline =
        cancel == Model.never() ? TrioTime.NEVER : new TrioTime(0).plus(Duration.ofMillis(cancel));
    StringBuilder seen = new StringBuilder("is cancelled");
    Trio.run(
        Modes.options(mode, seed),
        () -> {
          CancelScope.moveOnAt(
              deadline,
              () -> {
                String end = outcomeOf(bodies, combinator);
                seen.replace(0, seen.length(), end);
              });
          lab.assertNothingRuns();
        });
    return seen.toString();
  }

  private static String outcomeOf(List<Callable<String>> bodies, Combinator combinator) {
    try {
      return "gives " + told(combinator.apply(bodies));
    } catch (ExceptionGroup group) {
      return "throws "
          + new TreeSet<>(group.errors().stream().map(RandomBodiesTest::told).toList());
    } catch (NoResultException _) {
      return "has no result";
    } catch (Exception unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  private static String told(Object value) {
    return switch (value) {
      case List<?> all -> all.stream().map(RandomBodiesTest::told).toList().toString();
      case Outcome.Success<?>(Object inner) -> told(inner);
      case Outcome.Failure<?>(Throwable error) -> told(error);
      case TaskCancelledException none -> "no value " + none.task().name();
      case Throwable error -> String.valueOf(error.getMessage());
      default -> String.valueOf(value);
    };
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void all(RunMode mode) {
    compare(mode, Tasks::all, Model::all);
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void all_by_a_map_that_starts_all_at_once(RunMode mode) {
    compare(mode, bodies -> Tasks.map(bodies, bodies.size() + 1, body -> body.call()), Model::all);
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void race(RunMode mode) {
    compare(mode, bodies -> Tasks.race(bodies), Model::race);
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void any(RunMode mode) {
    compare(mode, bodies -> Tasks.any(bodies), Model::any);
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void all_settled(RunMode mode) {
    compare(mode, RandomBodiesTest::settled, Model::allSettled);
  }

  private static List<String> settled(List<Callable<String>> bodies) {
    List<Outcome<String>> outcomes = Tasks.allSettled(bodies);
    return IntStream.range(0, outcomes.size())
        .mapToObj(i ->
            outcomes.get(i) instanceof Outcome.Stopped<?> ? "no value " + i : told(outcomes.get(i)))
        .toList();
  }
}
