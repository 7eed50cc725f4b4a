package io.trio4j.stress.chain;

import io.trio4j.internal.run.StartTrials.AddAgainstBegin;
import io.trio4j.internal.run.StartTrials.EndAgainstClose;
import io.trio4j.internal.run.StartTrials.FirstReserveAgainstClose;
import io.trio4j.internal.run.StartTrials.TwoEndsAgainstClose;
import io.trio4j.internal.run.StartTrials.TwoStarters;
import io.trio4j.stress.primitive.Bug;
import io.trio4j.stress.primitive.Lincheck;
import io.trio4j.stress.primitive.Trial;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Lincheck on how children come to their threads and how a nursery counts them.
@Timeout(value = 20, unit = TimeUnit.MINUTES) // work, not waiting
public class StartModelTest {
  private static final String NURSERY = "io.trio4j.internal.run.RunNursery";
  private static final String TALLY = "io.trio4j.internal.run.Tally";
  private static final String TASK = "io.trio4j.internal.run.RunTask";

  static Stream<Class<? extends Trial>> trials() {
    return Lincheck.selected(
        List.of(TwoStarters.class, TwoEndsAgainstClose.class, FirstReserveAgainstClose.class),
        List.of(AddAgainstBegin.class, EndAgainstClose.class));
  }

  @ParameterizedTest
  @MethodSource("trials")
  void each_child_begins_once_and_is_waited_for(Class<? extends Trial> trial) {
    Lincheck.check(trial);
  }

  static Stream<Arguments> bugs() {
    return Lincheck.selected(
        List.of(
            Arguments.of(Bug.twoSteps(TASK, "casLink", "compareAndSet"), AddAgainstBegin.class),
            Arguments.of(Bug.twoSteps(TALLY, "release", "getAndAdd"), TwoEndsAgainstClose.class),
            Arguments.of(
                Bug.twoSteps(NURSERY, "tally", "compareAndSet"), FirstReserveAgainstClose.class)),
        List.of(
            Arguments.of(Bug.twoSteps(TASK, "swapLink", "getAndSet"), AddAgainstBegin.class),
            Arguments.of(Bug.without(NURSERY, "isDue", "isEmpty"), EndAgainstClose.class)));
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void a_planted_bug_is_found(Bug bug, Class<? extends Trial> trial) {
    Lincheck.checkFinds(bug, trial);
  }
}
