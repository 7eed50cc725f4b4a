package io.trio4j.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.trio4j.Nursery;
import io.trio4j.Trio;
import io.trio4j.testing.FailedScheduleError;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.TestAbortedException;

class ExploreTest {
  @Test
  void a_lost_update_is_found() {
    TestExecutionResult result = resultOf("loses_an_update");

    assertThat(result.getStatus()).isEqualTo(TestExecutionResult.Status.FAILED);
    assertThat(result.getThrowable().orElseThrow())
        .isInstanceOf(FailedScheduleError.class)
        .hasMessageContaining("@Explore(schedule = \"");
  }

  @Test
  void with_a_schedule_that_one_alone_is_run() {
    Cases.CALLS.set(0);

    TestExecutionResult result = resultOf("runs_one_schedule");

    assertThat(result.getStatus()).isEqualTo(TestExecutionResult.Status.SUCCESSFUL);
    assertThat(Cases.CALLS).hasValue(1);
  }

  @Test
  void an_assumption_that_fails_aborts_the_test() {
    TestExecutionResult result = resultOf("assumes");

    assertThat(result.getStatus()).isEqualTo(TestExecutionResult.Status.ABORTED);
    assertThat(result.getThrowable().orElseThrow()).isInstanceOf(TestAbortedException.class);
  }

  private static TestExecutionResult resultOf(String method) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectMethod(Cases.class, method))
        .execute()
        .testEvents()
        .finished()
        .stream()
        .findFirst()
        .orElseThrow()
        .getRequiredPayload(TestExecutionResult.class);
  }

  /// Tests that are run by the tests above.
  static class Cases {
    static final AtomicInteger CALLS = new AtomicInteger();

    @Explore
    void loses_an_update() {
      AtomicInteger counter = new AtomicInteger();
      Nursery.run(nursery -> {
        for (int i = 0; i < 2; i++) {
          nursery.startSoon(() -> {
            int seen = counter.get();
            Trio.checkpoint();
            counter.set(seen + 1);
          });
        }
      });
      assertThat(counter).hasValue(2);
    }

    @Explore(schedule = "-")
    void runs_one_schedule() {
      CALLS.incrementAndGet();
    }

    @Explore
    void assumes() {
      assumeTrue(false);
    }
  }
}
