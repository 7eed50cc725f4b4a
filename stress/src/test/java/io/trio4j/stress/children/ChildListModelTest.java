package io.trio4j.stress.children;

import io.trio4j.internal.run.ChildListTrials.AddAgainstLeave;
import io.trio4j.internal.run.ChildListTrials.SweepAgainstLeave;
import io.trio4j.internal.run.ChildListTrials.TwoAdds;
import io.trio4j.internal.run.ChildListTrials.TwoNewChunks;
import io.trio4j.internal.run.ChildListTrials.TwoSweeps;
import io.trio4j.stress.primitive.Bug;
import io.trio4j.stress.primitive.Lincheck;
import io.trio4j.stress.primitive.Trial;
import java.lang.classfile.Opcode;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Lincheck on the list of a nursery's children.
@Timeout(value = 20, unit = TimeUnit.MINUTES) // work, not waiting
public class ChildListModelTest {
  private static final String LIST = "io.trio4j.internal.run.ChildList";
  private static final String CHUNK = LIST + "$Chunk";

  @ParameterizedTest
  @ValueSource(
      classes = {
        TwoAdds.class,
        TwoNewChunks.class,
        AddAgainstLeave.class,
        SweepAgainstLeave.class,
        TwoSweeps.class
      })
  void a_living_child_is_never_missed_and_never_lost(Class<? extends Trial> trial) {
    Lincheck.check(trial);
  }

  static Stream<Arguments> bugs() {
    return Stream.of(
        Arguments.of(Bug.twoSteps(CHUNK, "tryAdd", "compareAndSet"), TwoAdds.class),
        Arguments.of(Bug.twoSteps(LIST, "add", "compareAndSet"), TwoNewChunks.class),
        Arguments.of(Bug.without(CHUNK, "tryAdd", "setPlace"), AddAgainstLeave.class),
        Arguments.of(Bug.withoutBranch(LIST, "sweep", Opcode.IFEQ), SweepAgainstLeave.class));
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void a_planted_bug_is_found(Bug bug, Class<? extends Trial> trial) {
    Lincheck.checkFinds(bug, trial);
  }
}
