package io.trio4j.stress.children;

import io.trio4j.internal.run.ChildListCases.AddAgainstSweep;
import io.trio4j.internal.run.ChildListCases.EndAgainstBodyEnd;
import io.trio4j.stress.primitive.Bug;
import io.trio4j.stress.primitive.Jcstress;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// jcstress on [io.trio4j.internal.run.ChildListCases].
public class ChildListStressTest {
  private static final String SWEEP =
      """
      @JCStressTest
      @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the living one is listed")
      @Outcome(expect = Expect.FORBIDDEN, desc = "the living one was swept out with the other")
      @State
      public class %1$s extends %2$s {
        @Actor
        public void starter() {
          add();
        }

        @Actor
        public void sweeper() {
          sweep();
        }

        @Arbiter
        public void end(I_Result result) {
          result.r1 = count();
        }
      }
      """;

  private static final String END =
      """
      @JCStressTest
      @Outcome(
          id = "false, false",
          expect = Expect.FORBIDDEN,
          desc = "lost: the child does not wake the owner, who waits for it")
      @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the owner is woken")
      @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the child ended first")
      @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "ended before the look")
      @State
      public class %1$s extends %2$s {
        @Actor
        public void child(ZZ_Result result) {
          result.r1 = end();
        }

        @Actor
        public void owner(ZZ_Result result) {
          result.r2 = endBody();
        }
      }
      """;

  private static final String LIST = "io.trio4j.internal.run.ChildList";
  private static final Bug UNLINK_IN_TWO_STEPS = Bug.twoSteps(LIST, "unlinkFirst", "compareAndSet");
  private static final Bug COUNT_IN_TWO_STEPS =
      Bug.twoSteps("io.trio4j.internal.run.Tally", "release", "getAndAdd");

  private static Jcstress jcstress;

  /// What [Jcstress#all] runs for this class.
  public static void addTo(Jcstress jcstress) throws IOException {
    jcstress.add(SWEEP, AddAgainstSweep.class);
    jcstress.add(SWEEP, AddAgainstSweep.class, UNLINK_IN_TWO_STEPS);
    jcstress.add(END, EndAgainstBodyEnd.class);
    jcstress.add(END, EndAgainstBodyEnd.class, COUNT_IN_TWO_STEPS);
  }

  @BeforeAll
  @Timeout(value = 20, unit = TimeUnit.MINUTES) // work, not waiting
  static void stress() throws IOException, InterruptedException {
    jcstress = Jcstress.all();
  }

  @Test
  void a_sweep_takes_the_ended_only() {
    jcstress.assertHolds(AddAgainstSweep.class);
  }

  @Test
  void the_owner_never_waits_for_a_child_that_has_ended() {
    jcstress.assertHolds(EndAgainstBodyEnd.class);
  }

  @Nested
  class A_planted_bug {

    @Test
    void of_a_sweep_in_two_steps_is_found() {
      jcstress.assertFinds(AddAgainstSweep.class, UNLINK_IN_TWO_STEPS);
    }

    @Test
    void of_a_count_in_two_steps_is_found() {
      jcstress.assertFinds(EndAgainstBodyEnd.class, COUNT_IN_TWO_STEPS);
    }
  }
}
