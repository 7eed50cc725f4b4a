package io.trio4j.stress.timer;

import io.trio4j.stress.primitive.Jcstress;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// jcstress on [WakeCases].
@Timeout(value = 20, unit = TimeUnit.MINUTES) // work, not waiting
public class WakeStressTest {
  private static final String ANSWERS =
      """
      @Outcome(
          id = "false, false",
          expect = Expect.FORBIDDEN,
          desc = "lost: nobody wakes the owner, and it has not seen the deadline")
      @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "armed after the look")
      @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "armed before the look")
      @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "woken for nothing")
      %s {
        @Actor
        public void armer(ZZ_Result result) {
          result.r1 = arm();
        }

        @Actor
        public void owner(ZZ_Result result) {
          result.r2 = look();
        }
      }
      """;

  private static final String SLEEP =
      """
      @Outcome(id = "false", expect = Expect.FORBIDDEN, desc = "lost: the owner overslept")
      @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "woken, or never asleep")
      %s {
        @Actor
        public void armer() {
          arm();
        }

        @Actor
        public void owner(Z_Result result) {
          result.r1 = sleep();
        }
      }
      """;

  /// What [Jcstress#all] runs for this class.
  public static void addTo(Jcstress jcstress) throws IOException {
    jcstress.add(ANSWERS, WakeCases.Answers.class);
    jcstress.add(ANSWERS, WakeCases.AnswersWithoutFence.class);
    jcstress.add(SLEEP, WakeCases.Sleep.class);
    jcstress.add(SLEEP, WakeCases.SleepWokenTooSoon.class);
  }

  @Test
  void arming_or_the_look_before_sleep_notices_the_other() {
    Jcstress.all().assertHolds(WakeCases.Answers.class);
  }

  @Test
  void the_owner_never_oversleeps() {
    Jcstress.all().assertHolds(WakeCases.Sleep.class);
  }

  @Nested
  class A_planted_bug {

    @Test
    void of_a_missing_fence_is_found() {
      Jcstress.all().assertFinds(WakeCases.AnswersWithoutFence.class);
    }

    @Test
    void of_waking_before_arming_is_found() {
      Jcstress.all().assertFinds(WakeCases.SleepWokenTooSoon.class);
    }
  }
}
