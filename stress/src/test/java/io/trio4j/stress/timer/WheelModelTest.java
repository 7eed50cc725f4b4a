package io.trio4j.stress.timer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Lincheck's model checker on the wheel of the timer: interleavings of a few operations by three
/// threads, compared with the wheel's specification. What arm answers about waking the sleeping
/// owner is compared too: a wrong "quiet" is a lost wake-up.
@Timeout(value = 10, unit = TimeUnit.MINUTES) // work, not waiting
class WheelModelTest {
  private static final boolean NIGHT = Boolean.getBoolean("trio4j.night");

  @Test
  void the_wheel_is_linearizable() {
    check(OneWheel.class);
  }

  @Test
  void a_node_is_disarmed_in_whichever_of_two_wheels_it_is() {
    check(TwoWheels.class);
  }

  @Nested
  class A_planted_bug {

    @Test
    void of_a_disarm_that_trusts_what_it_read_before_the_lock_is_found() {
      assertThatThrownBy(() -> check(LockedWheel.HastyDisarm.class))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("Invalid execution results");
    }

    @Test
    void of_an_arm_that_looks_before_the_lock_whether_to_wake_is_found() {
      assertThatThrownBy(() -> check(LockedWheel.HastyWake.class))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("Invalid execution results");
    }
  }

  private static void check(Class<?> tested) {
    new ModelCheckingOptions()
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(3)
        .actorsAfter(2)
        .iterations(NIGHT ? 60 : 20)
        .minimizeFailedScenario(false)
        .invocationsPerIteration(NIGHT ? 4_000 : 1_000)
        .sequentialSpecification(WheelSpecification.class)
        .check(tested);
  }
}
