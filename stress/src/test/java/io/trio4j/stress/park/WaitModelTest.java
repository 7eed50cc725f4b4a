package io.trio4j.stress.park;

import io.trio4j.stress.park.WaitTrials.BrokerAgainstReschedule;
import io.trio4j.stress.park.WaitTrials.CancelOfTheFirstOrTheSecond;
import io.trio4j.stress.park.WaitTrials.CompleteAgainstCancel;
import io.trio4j.stress.park.WaitTrials.CrossedBrokers;
import io.trio4j.stress.park.WaitTrials.RescheduleAgainstCancel;
import io.trio4j.stress.park.WaitTrials.RescheduleAgainstConsent;
import io.trio4j.stress.park.WaitTrials.RescheduleAgainstRefusal;
import io.trio4j.stress.park.WaitTrials.ShieldedWait;
import io.trio4j.stress.park.WaitTrials.TwoReschedule;
import io.trio4j.stress.park.WaitTrials.UnclaimAgainstCancel;
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

/// Lincheck on the wait of a task: whoever ends it, exactly one does, knows it, and the task goes
/// on.
@Timeout(value = 20, unit = TimeUnit.MINUTES) // work, not waiting
public class WaitModelTest {
  private static final String WAIT = "io.trio4j.internal.park.Wait";

  static Stream<Class<? extends Trial>> trials() {
    return Lincheck.selected(
        List.of(
            RescheduleAgainstCancel.class,
            CancelOfTheFirstOrTheSecond.class,
            CompleteAgainstCancel.class,
            CrossedBrokers.class,
            RescheduleAgainstConsent.class),
        List.of(
            TwoReschedule.class,
            UnclaimAgainstCancel.class,
            BrokerAgainstReschedule.class,
            RescheduleAgainstRefusal.class,
            ShieldedWait.class));
  }

  @ParameterizedTest
  @MethodSource("trials")
  void exactly_one_ends_a_wait(Class<? extends Trial> trial) {
    Lincheck.check(trial);
  }

  static Stream<Arguments> bugs() {
    return Lincheck.selected(
        List.of(
            Arguments.of(
                Bug.twoSteps(WAIT, "tryTakeForCancel", "compareAndSet"),
                RescheduleAgainstCancel.class),
            Arguments.of(
                Bug.late(WAIT, "waitWith", "beginWait", "stopUntilOver"),
                CancelOfTheFirstOrTheSecond.class),
            Arguments.of(Bug.twoSteps(WAIT, "tryClaim", "compareAndSet"), CrossedBrokers.class),
            Arguments.of(
                Bug.twoSteps(WAIT, "endAsking", "compareAndSet"), RescheduleAgainstConsent.class)),
        List.of(
            Arguments.of(Bug.twoSteps(WAIT, "tryEnd", "compareAndSet"), TwoReschedule.class),
            Arguments.of(
                Bug.twoSteps(WAIT, "tryClaim", "compareAndSet"), CompleteAgainstCancel.class),
            Arguments.of(Bug.without(WAIT, "complete", "wake"), CompleteAgainstCancel.class)));
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void a_planted_bug_is_found(Bug bug, Class<? extends Trial> trial) {
    Lincheck.checkFinds(bug, trial);
  }
}
