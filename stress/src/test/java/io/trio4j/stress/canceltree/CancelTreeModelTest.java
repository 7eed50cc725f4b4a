package io.trio4j.stress.canceltree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CancelTreeModelTest {
  private static final int MAX_STATE_COUNT = 2_000_000;

  /** Which world shows a mistake, and the rule that it breaks there. */
  private static final Map<Variant, Catch> CATCHES = new EnumMap<>(Variant.class);

  static {
    expect(Variant.CURRENT_READ_ONCE, Scenario.ENTER, "I4");
    expect(Variant.NO_REREAD_AFTER_ENTER, Scenario.ENTER, "I4");
    expect(Variant.ENTER_RECOMPUTES_UNLOCKED, Scenario.SHIELD_TOGGLED, "I4");
    expect(Variant.ENTER_OVERWRITES_EARLY_CANCEL, Scenario.CANCEL_BEFORE_ENTER, "I4");
    expect(Variant.ENTER_IGNORES_EARLY_CANCEL, Scenario.CANCEL_BEFORE_ENTER, "I4");
    expect(Variant.CHILD_PUSHED_LATE, Scenario.NURSERY, "I5");
    expect(Variant.CHILD_COUNTED_LATE, Scenario.NURSERY, "I5");
    expect(Variant.SHIELD_IGNORED, Scenario.SHIELDED, "I4");
    expect(Variant.CHILDREN_READ_BEFORE_MARKING, Scenario.NURSERY, "I4");
    expect(Variant.CHILDREN_NOT_VISITED, Scenario.NURSERY, "I4");
    expect(Variant.SECOND_CANCEL_RETURNS_EARLY, Scenario.CANCEL_TWICE, "I7");
    expect(Variant.WAIT_PUBLISHED_LATE, Scenario.ENTER, "I1");
    expect(Variant.WAIT_TAKEN_UNSEEN, Scenario.LEAVE, "I2");
    expect(Variant.WAIT_READ_BEFORE_MARKING, Scenario.ENTER, "I1");
    expect(Variant.RESCHEDULE_WITHOUT_CAS, Scenario.WAIT, "I3");
    expect(Variant.SELF_DELIVERY_WITHOUT_CAS, Scenario.WAIT, "I3");
    expect(Variant.UNARMED_CLEARED_FIRST, Scenario.DEADLINE_SHARED, "I6");
    expect(Variant.UNARMED_CLEARED_BY_WRITE, Scenario.DEADLINE, "I4");
    expect(Variant.ARMED_WITHOUT_CLAIM, Scenario.DEADLINE, "I6");
    expect(Variant.ARMED_WITHOUT_EXIT_CHECK, Scenario.DEADLINE, "I6");
    expect(Variant.EXIT_READS_ENTRY_FIRST, Scenario.DEADLINE, "I6");
    expect(Variant.EXIT_PEEKS_AT_TIMER, Scenario.START_BETWEEN_DEADLINES, "I6");
    expect(Variant.EXPIRY_TRUSTS_TIMER, Scenario.DEADLINE, "I6");
    expect(Variant.ABSORB_IGNORES_PARENT, Scenario.WAIT, "I8");
    expect(Variant.ABSORB_IGNORES_SHIELD, Scenario.SHIELDED, "I8");
    expect(Variant.START_ROOT_NOT_REREAD, Scenario.START_CALLER_CANCELLED, "I4");
    expect(Variant.STARTED_WITHOUT_RECOMPUTE, Scenario.START_FROM_SHIELD, "I4");
    expect(Variant.STARTED_NEVER_REFUSES, Scenario.START_ENDS, "I5");
    expect(Variant.STARTED_DECIDED_BY_STATE_ONLY, Scenario.START_CALLER_SHIELDED_LATE, "I5");
    expect(Variant.STARTED_LEAVES_UNARMED, Scenario.START_UNDER_DEADLINE, "I6");
    expect(Variant.STARTED_MARKS_ROOT_UNARMED, Scenario.START_BETWEEN_DEADLINES, "I6");
    expect(Variant.STARTED_LEAVES_CHILD_IN_LIST, Scenario.START_SUBTREE, "I5");
    expect(Variant.END_RACES_STARTED, Scenario.START_ENDS, "I5");
  }

  private static void expect(Variant variant, Scenario scenario, String rule) {
    CATCHES.put(variant, new Catch(variant, scenario, rule));
  }

  static Stream<Catch> mistakes() {
    return CATCHES.values().stream();
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void rightAlgorithmKeepsTheRulesInEveryInterleaving(Scenario scenario) {
    var result = scenario.explore(Variant.RIGHT, MAX_STATE_COUNT);
    assertEquals(Optional.empty(), result.counterexample());
    assertTrue(result.stateCount() > 300, () -> "only " + result.stateCount() + " states");
  }

  @Test
  void rightAlgorithmIsSeenInManyStates() {
    int stateCount =
        Stream.of(Scenario.values())
            .mapToInt(scenario -> scenario.explore(Variant.RIGHT, MAX_STATE_COUNT).stateCount())
            .sum();
    assertTrue(stateCount > 500_000, () -> "only " + stateCount + " states");
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakeIsCaught(Catch expected) {
    var result = expected.scenario().explore(expected.variant(), MAX_STATE_COUNT);
    var text = result.counterexample().orElse("not caught");
    assertTrue(text.startsWith(expected.rule()), text);
  }

  /** A decision without the lock is one that could have been taken a little earlier with it. */
  @ParameterizedTest
  @EnumSource(Scenario.class)
  void absorbingWithoutTheLockIsHarmless(Scenario scenario) {
    var result = scenario.explore(Variant.ABSORB_WITHOUT_LOCK, MAX_STATE_COUNT);
    assertEquals(Optional.empty(), result.counterexample());
  }

  @Test
  void everyMistakeHasItsTest() {
    assertEquals(Variant.values().length - 2, CATCHES.size());
  }

  record Catch(Variant variant, Scenario scenario, String rule) {}
}
