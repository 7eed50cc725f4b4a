package io.trio4j.stress.chain;

import io.trio4j.internal.run.StartCases.AddAgainstBegin;
import io.trio4j.internal.run.StartCases.AddAgainstFailure;
import io.trio4j.stress.primitive.Bug;
import io.trio4j.stress.primitive.Jcstress;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// jcstress on [io.trio4j.internal.run.StartCases].
@Timeout(value = 20, unit = TimeUnit.MINUTES) // work, not waiting
public class StartStressTest {
  private static final String STARTS =
      """
      @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "started once, by one of the two")
      @Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "nobody starts the child")
      @Outcome(expect = Expect.FORBIDDEN, desc = "both start the child")
      %s {
        @Actor
        public void starter() {
          first();
        }

        @Actor
        public void before() {
          second();
        }

        @Arbiter
        public void end(I_Result result) {
          result.r1 = startCount();
        }
      }
      """;

  private static final Bug LINK_IN_TWO_STEPS =
      Bug.twoSteps("io.trio4j.internal.run.RunTask", "casLink", "compareAndSet");
  private static final Bug FORGOTTEN =
      Bug.without("io.trio4j.internal.run.StartChain", "end", "swapLink");

  /// What [Jcstress#all] runs for this class.
  public static void addTo(Jcstress jcstress) throws IOException {
    jcstress.add(STARTS, AddAgainstBegin.class);
    jcstress.add(STARTS, AddAgainstBegin.class, LINK_IN_TWO_STEPS);
    jcstress.add(STARTS, AddAgainstFailure.class);
    jcstress.add(STARTS, AddAgainstFailure.class, FORGOTTEN);
  }

  @Test
  void a_child_is_started_once() {
    Jcstress.all().assertHolds(AddAgainstBegin.class);
  }

  @Test
  void a_child_is_started_once_after_one_that_could_not_be() {
    Jcstress.all().assertHolds(AddAgainstFailure.class);
  }

  @Nested
  class A_planted_bug {

    @Test
    void of_a_link_in_two_steps_is_found() {
      Jcstress.all().assertFinds(AddAgainstBegin.class, LINK_IN_TWO_STEPS);
    }

    @Test
    void of_a_queue_left_behind_by_a_failure_is_found() {
      Jcstress.all().assertFinds(AddAgainstFailure.class, FORGOTTEN);
    }
  }
}
