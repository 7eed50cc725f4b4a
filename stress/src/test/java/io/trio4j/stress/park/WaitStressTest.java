package io.trio4j.stress.park;

import io.trio4j.stress.park.WaitCases.ClaimBothAgainstReschedule;
import io.trio4j.stress.park.WaitCases.ParkAgainstCancel;
import io.trio4j.stress.primitive.Bug;
import io.trio4j.stress.primitive.Jcstress;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// jcstress on [WaitCases].
@Timeout(value = 20, unit = TimeUnit.MINUTES) // work, not waiting
public class WaitStressTest {
  private static final String PARK =
      """
      @Outcome(
          id = "false",
          expect = Expect.FORBIDDEN,
          desc = "lost: the task sleeps, and the cancel has not seen its wait")
      @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "ended by one of the two")
      %s {
        @Actor
        public void task() {
          park();
        }

        @Actor
        public void canceller() {
          cancel();
        }

        @Arbiter
        public void end(Z_Result result) {
          result.r1 = isOver();
        }
      }
      """;

  private static final String CLAIM =
      """
      @Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "one wait ended twice")
      @Outcome(
          id = "false, false",
          expect = Expect.FORBIDDEN,
          desc = "the value was refused for a meeting that failed")
      @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "they met")
      @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the value was first")
      %s {
        @Actor
        public void broker(ZZ_Result result) {
          result.r1 = meet();
        }

        @Actor
        public void other(ZZ_Result result) {
          result.r2 = tryReschedule();
        }
      }
      """;

  private static final Bug NO_FENCE =
      Bug.weaker("io.trio4j.internal.cancel.TaskNode", "beginWait", "setVolatile", "setRelease");
  private static final Bug TWO_STEPS =
      Bug.twoSteps("io.trio4j.internal.park.Wait", "tryClaim", "compareAndSet");

  /// What [Jcstress#all] runs for this class.
  public static void addTo(Jcstress jcstress) throws IOException {
    jcstress.add(PARK, ParkAgainstCancel.class);
    jcstress.add(PARK, ParkAgainstCancel.class, NO_FENCE);
    jcstress.add(CLAIM, ClaimBothAgainstReschedule.class);
    jcstress.add(CLAIM, ClaimBothAgainstReschedule.class, TWO_STEPS);
  }

  @Test
  void a_cancel_or_the_wait_notices_the_other() {
    Jcstress.all().assertHolds(ParkAgainstCancel.class);
  }

  @Test
  void a_wait_is_claimed_or_ended() {
    Jcstress.all().assertHolds(ClaimBothAgainstReschedule.class);
  }

  @Nested
  class A_planted_bug {

    @Test
    void of_a_wait_published_without_a_fence_is_found() {
      Jcstress.all().assertFinds(ParkAgainstCancel.class, NO_FENCE);
    }

    @Test
    void of_a_claim_in_two_steps_is_found() {
      Jcstress.all().assertFinds(ClaimBothAgainstReschedule.class, TWO_STEPS);
    }
  }
}
