package io.trio4j.stress.children;

import io.trio4j.internal.run.ChildListCases.EndAgainstBodyEnd;
import io.trio4j.internal.run.ChildListCases.TwoAdds;
import io.trio4j.stress.primitive.Bug;
import io.trio4j.stress.primitive.Jcstress;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// jcstress on [io.trio4j.internal.run.ChildListCases].
@Timeout(value = 20, unit = TimeUnit.MINUTES) // work, not waiting
public class ChildListStressTest {
  private static final String ADDS =
      """
      @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "both are listed")
      @Outcome(expect = Expect.FORBIDDEN, desc = "one has taken the other's place")
      %s {
        @Actor
        public void one() {
          addOne();
        }

        @Actor
        public void two() {
          addTwo();
        }

        @Arbiter
        public void end(I_Result result) {
          result.r1 = count();
        }
      }
      """;

  private static final String END =
      """
      @Outcome(
          id = "false, false",
          expect = Expect.FORBIDDEN,
          desc = "lost: the child does not wake the owner, who waits for it")
      @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the owner is woken")
      @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the child ended first")
      @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "ended before the look")
      %s {
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
  private static final Bug CHUNK_IN_TWO_STEPS = Bug.twoSteps(LIST, "add", "compareAndSet");
  private static final Bug SLOT_IN_TWO_STEPS =
      Bug.twoSteps(LIST + "$Chunk", "tryAdd", "compareAndSet");
  private static final Bug COUNT_IN_TWO_STEPS =
      Bug.twoSteps("io.trio4j.internal.run.Tally", "release", "getAndAdd");

  /// What [Jcstress#all] runs for this class.
  public static void addTo(Jcstress jcstress) throws IOException {
    jcstress.add(ADDS, TwoAdds.class);
    jcstress.add(ADDS, TwoAdds.class, CHUNK_IN_TWO_STEPS);
    jcstress.add(ADDS, TwoAdds.class, SLOT_IN_TWO_STEPS);
    jcstress.add(END, EndAgainstBodyEnd.class);
    jcstress.add(END, EndAgainstBodyEnd.class, COUNT_IN_TWO_STEPS);
  }

  @Test
  void two_children_have_two_places() {
    Jcstress.all().assertHolds(TwoAdds.class);
  }

  @Test
  void the_owner_never_waits_for_a_child_that_has_ended() {
    Jcstress.all().assertHolds(EndAgainstBodyEnd.class);
  }

  @Nested
  class A_planted_bug {

    @Test
    void of_a_new_chunk_in_two_steps_is_found() {
      Jcstress.all().assertFinds(TwoAdds.class, CHUNK_IN_TWO_STEPS);
    }

    @Test
    void of_a_slot_taken_in_two_steps_is_found() {
      Jcstress.all().assertFinds(TwoAdds.class, SLOT_IN_TWO_STEPS);
    }

    @Test
    void of_a_count_in_two_steps_is_found() {
      Jcstress.all().assertFinds(EndAgainstBodyEnd.class, COUNT_IN_TWO_STEPS);
    }
  }
}
