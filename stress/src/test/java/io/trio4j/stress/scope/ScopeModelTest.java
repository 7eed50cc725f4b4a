package io.trio4j.stress.scope;

import io.trio4j.stress.primitive.Bug;
import io.trio4j.stress.primitive.Lincheck;
import io.trio4j.stress.primitive.Trial;
import io.trio4j.stress.scope.ScopeTrials.ArmAgainstCancel;
import io.trio4j.stress.scope.ScopeTrials.ArmAgainstExpiry;
import io.trio4j.stress.scope.ScopeTrials.ArmAgainstMove;
import io.trio4j.stress.scope.ScopeTrials.CancelAfterAWait;
import io.trio4j.stress.scope.ScopeTrials.CancelAgainstEnter;
import io.trio4j.stress.scope.ScopeTrials.CancelWhileLeavingAShield;
import io.trio4j.stress.scope.ScopeTrials.CheckpointAfterCancel;
import io.trio4j.stress.scope.ScopeTrials.EnterAgainstCancel;
import io.trio4j.stress.scope.ScopeTrials.LeaveAgainstCancel;
import io.trio4j.stress.scope.ScopeTrials.ListAgainstCancel;
import io.trio4j.stress.scope.ScopeTrials.MoveAgainstCancel;
import io.trio4j.stress.scope.ScopeTrials.ShieldAgainstCancel;
import io.trio4j.stress.scope.ScopeTrials.ShieldedFromTheStart;
import io.trio4j.stress.scope.ScopeTrials.TwoCancels;
import java.lang.classfile.Opcode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Lincheck on the word of a scope: entering, leaving, cancel, shield, deadline and moving,
/// together. The design itself is checked state by state in `canceltree`; this is the code.
@Timeout(value = 20, unit = TimeUnit.MINUTES) // work, not waiting
public class ScopeModelTest {
  private static final String SCOPE = "io.trio4j.internal.cancel.TaskScope";
  private static final String TASK = "io.trio4j.internal.cancel.TaskNode";
  private static final String TREE = "io.trio4j.internal.cancel.CancelTree";

  static Stream<Class<? extends Trial>> trials() {
    return Lincheck.selected(
        List.of(
            EnterAgainstCancel.class,
            CheckpointAfterCancel.class,
            ShieldAgainstCancel.class,
            CancelAgainstEnter.class,
            ArmAgainstMove.class,
            ListAgainstCancel.class,
            MoveAgainstCancel.class),
        List.of(
            LeaveAgainstCancel.class,
            TwoCancels.class,
            ShieldedFromTheStart.class,
            ArmAgainstCancel.class,
            ArmAgainstExpiry.class,
            CancelAfterAWait.class,
            CancelWhileLeavingAShield.class));
  }

  @ParameterizedTest
  @MethodSource("trials")
  void a_cancel_reaches_what_it_should_and_nothing_else(Class<? extends Trial> trial) {
    Lincheck.check(trial);
  }

  static Stream<Arguments> bugs() {
    return Lincheck.selected(
        List.of(
            Arguments.of(Bug.without(SCOPE, "open", "settle"), EnterAgainstCancel.class),
            Arguments.of(
                Bug.withoutBranch(TREE, "refreshChain", Opcode.IF_ACMPNE),
                EnterAgainstCancel.class),
            Arguments.of(Bug.without(TREE, "moveLocked", "refreshLocked"), MoveAgainstCancel.class),
            Arguments.of(Bug.without(TREE, "settle", "change"), ListAgainstCancel.class)),
        List.of(
            Arguments.of(Bug.without(SCOPE, "open", "settle"), CheckpointAfterCancel.class),
            Arguments.of(Bug.always(TREE, "deliver", "isEffective"), LeaveAgainstCancel.class),
            Arguments.of(Bug.withoutMonitor(SCOPE, "open"), CancelAgainstEnter.class),
            Arguments.of(
                Bug.without(TASK, "leftShield", "isEffective"), CancelWhileLeavingAShield.class)));
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void a_planted_bug_is_found(Bug bug, Class<? extends Trial> trial) {
    Lincheck.checkFinds(bug, trial);
  }
}
