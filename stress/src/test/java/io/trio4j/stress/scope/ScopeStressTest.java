package io.trio4j.stress.scope;

import io.trio4j.stress.primitive.Bug;
import io.trio4j.stress.primitive.Jcstress;
import io.trio4j.stress.scope.ScopeCases.EnterAgainstCancel;
import io.trio4j.stress.scope.ScopeCases.LeaveShieldAgainstCancel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// jcstress on [ScopeCases].
@Timeout(value = 20, unit = TimeUnit.MINUTES) // work, not waiting
public class ScopeStressTest {
  private static final String ENTER =
      """
      @Outcome(
          id = "false",
          expect = Expect.FORBIDDEN,
          desc = "lost: the walk missed the new scope, which took over the state of before")
      @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "the new scope is cancelled too")
      %s {
        @Actor
        public void task() {
          enter();
        }

        @Actor
        public void canceller() {
          cancel();
        }

        @Arbiter
        public void end(Z_Result result) {
          result.r1 = isInnerEffective();
        }
      }
      """;

  private static final String LEAVE =
      """
      @Outcome(
          id = "false",
          expect = Expect.FORBIDDEN,
          desc = "lost: the cancel saw the shield, and the task no cancel")
      @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "the task is told")
      %s {
        @Actor
        public void task() {
          leave();
        }

        @Actor
        public void canceller() {
          cancel();
        }

        @Arbiter
        public void end(Z_Result result) {
          result.r1 = isTold();
        }
      }
      """;

  // a missing fence shows once in 30,000 and 400,000 tries: more than there are in a second or two
  private static final String NIGHT = "trio4j.night";

  private static final String TASK_NODE = "io.trio4j.internal.cancel.TaskNode";
  private static final Bug NO_SECOND_LOOK =
      Bug.without("io.trio4j.internal.cancel.TaskScope", "open", "settle");
  private static final Bug NO_FENCE = Bug.weaker(TASK_NODE, "push", "setVolatile", "setRelease");
  private static final Bug NO_FENCE_AT_SHIELD = Bug.without(TASK_NODE, "leftShield", "fullFence");

  /// What [Jcstress#all] runs for this class.
  public static void addTo(Jcstress jcstress) throws IOException {
    jcstress.add(ENTER, EnterAgainstCancel.class);
    jcstress.add(ENTER, EnterAgainstCancel.class, NO_SECOND_LOOK);
    if (Boolean.getBoolean(NIGHT)) {
      jcstress.add(ENTER, EnterAgainstCancel.class, NO_FENCE);
      jcstress.add(LEAVE, LeaveShieldAgainstCancel.class);
      jcstress.add(LEAVE, LeaveShieldAgainstCancel.class, NO_FENCE_AT_SHIELD);
    }
  }

  @Test
  void a_cancel_or_the_new_scope_notices_the_other() {
    Jcstress.all().assertHolds(EnterAgainstCancel.class);
  }

  @Test
  @EnabledIfSystemProperty(named = NIGHT, matches = "true")
  void a_task_that_leaves_a_shield_is_told() {
    Jcstress.all().assertHolds(LeaveShieldAgainstCancel.class);
  }

  @Nested
  class A_planted_bug {

    @Test
    void of_a_scope_that_takes_over_a_state_and_looks_no_more_is_found() {
      Jcstress.all().assertFinds(EnterAgainstCancel.class, NO_SECOND_LOOK);
    }

    @Test
    @EnabledIfSystemProperty(named = NIGHT, matches = "true")
    void of_a_scope_published_without_a_fence_is_found() {
      Jcstress.all().assertFinds(EnterAgainstCancel.class, NO_FENCE);
    }

    @Test
    @EnabledIfSystemProperty(named = NIGHT, matches = "true")
    void of_a_shield_left_without_a_fence_is_found() {
      Jcstress.all().assertFinds(LeaveShieldAgainstCancel.class, NO_FENCE_AT_SHIELD);
    }
  }
}
