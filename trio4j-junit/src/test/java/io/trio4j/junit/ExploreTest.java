package io.trio4j.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.trio4j.testing.FailedScheduleError;
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
    ExploringCases.CALLS.set(0);

    TestExecutionResult result = resultOf("runs_one_schedule");

    assertThat(result.getStatus()).isEqualTo(TestExecutionResult.Status.SUCCESSFUL);
    assertThat(ExploringCases.CALLS).hasValue(1);
  }

  @Test
  void an_assumption_that_fails_aborts_the_test() {
    TestExecutionResult result = resultOf("assumes");

    assertThat(result.getStatus()).isEqualTo(TestExecutionResult.Status.ABORTED);
    assertThat(result.getThrowable().orElseThrow()).isInstanceOf(TestAbortedException.class);
  }

  private static TestExecutionResult resultOf(String method) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectMethod(ExploringCases.class, method))
        .execute()
        .testEvents()
        .finished()
        .stream()
        .findFirst()
        .orElseThrow()
        .getRequiredPayload(TestExecutionResult.class);
  }
}
