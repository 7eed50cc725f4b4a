package io.trio4j.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.testing.VirtualClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.opentest4j.TestAbortedException;

/// The extension seen from outside: what JUnit is told about tests that go wrong.
class FailingTrioTestTest {
  private String printed = "";

  @Test
  void a_failed_assertion_is_reported_as_it_is() {
    assertThat(failureOf("fails_in_the_body"))
        .isExactlyInstanceOf(AssertionError.class)
        .hasMessage("in the body");
    assertThat(printed)
        .startsWith("fails_in_the_body [deterministic, seed 1] failed. What it was doing then:\n")
        .contains("Run[fails_in_the_body [deterministic, seed 1]] DETERMINISTIC, seed 1");
  }

  @Test
  void a_lone_failed_assertion_of_a_child_is_reported_as_it_is() {
    assertThat(failureOf("fails_in_a_child"))
        .isExactlyInstanceOf(AssertionError.class)
        .hasMessage("in the child");
    assertThat(printed).contains("sibling");
  }

  @Test
  void a_lone_failed_assertion_in_the_body_with_a_nursery_is_reported_as_it_is() {
    assertThat(failureOf("fails_with_a_nursery", Nursery.class))
        .isExactlyInstanceOf(AssertionError.class)
        .hasMessage("with a nursery");
    assertThat(printed).contains("sibling");
  }

  @Test
  void two_failures_stay_a_group() {
    assertThat(failureOf("fails_twice")).isInstanceOf(ExceptionGroup.class);
  }

  @Test
  void a_failure_that_is_no_assertion_stays_in_its_group() {
    assertThat(failureOf("throws_in_a_child")).isInstanceOf(ExceptionGroup.class);
  }

  @Test
  void a_failed_assumption_in_a_child_aborts_the_test() {
    EngineExecutionResults results = execute("assumes_in_a_child");

    results.testEvents().assertStatistics(stats -> stats.aborted(1).failed(0));
    assertThat(throwableOf(results)).isInstanceOf(TestAbortedException.class);
    assertThat(printed).isEmpty();
  }

  @Test
  void a_test_that_hangs_is_cancelled_and_shows_the_dump() {
    assertThat(failureOf("hangs"))
        .isExactlyInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "hangs [deterministic, seed 1] took longer than PT1S of real time and was cancelled."
                + " What it was doing:\n")
        .hasMessageContaining(
            "Run[hangs [deterministic, seed 1]] DETERMINISTIC, seed 1\n  main: waits")
        .hasMessageContaining("FailingCases.hangs")
        .hasNoSuppressedExceptions();
  }

  @Test
  void what_a_hanging_test_throws_when_cancelled_is_shown_too() {
    assertThat(failureOf("hangs_and_fails_to_clean_up"))
        .hasMessageContaining("took longer")
        .hasSuppressedException(new IllegalStateException("clean-up"));
  }

  @Test
  void a_leak_fails_the_test() {
    try {
      assertThat(failureOf("leaks", Nursery.class))
          .isInstanceOf(AssertionError.class)
          .hasMessageStartingWith("left behind:\n- Run[left open], which has not ended");
    } finally {
      FailingCases.closeLeaked();
    }
  }

  @Test
  @Tag("T528")
  void two_clocks_are_refused() {
    assertThat(failureOf("asks_for_two_clocks", VirtualClock.class, VirtualClock.class))
        .hasMessageContaining(
            "asks_for_two_clocks asks for two VirtualClocks. A run has one clock: ask for one.");
  }

  @Test
  void a_clock_on_real_time_is_refused() {
    assertThat(failureOf("asks_for_a_clock_on_real_time", VirtualClock.class))
        .hasMessageContaining(
            "asks_for_a_clock_on_real_time asks for a VirtualClock and has clock = REAL."
                + " Leave out one of the two.");
  }

  @Test
  void attributes_must_be_positive() {
    assertThat(containerFailureOf("has_no_mode"))
        .hasMessage("@TrioTest: modes must be positive: 0");
    assertThat(containerFailureOf("has_no_seed"))
        .hasMessage("@TrioTest: seeds must be positive: 0");
    assertThat(containerFailureOf("has_no_time"))
        .hasMessage("@TrioTest: timeoutSeconds must be positive: -1");
  }

  @Test
  void a_configuration_parameter_names_one_seed() {
    EngineExecutionResults results =
        executeWith("trio4j.seed", "17", "has_two_modes_and_ten_seeds");

    assertThat(results.testEvents().succeeded().stream().map(FailingTrioTestTest::nameOf))
        .containsExactly("parallel", "deterministic, seed 17");
  }

  @Test
  void a_seed_that_is_no_number_is_refused() {
    EngineExecutionResults results = executeWith("trio4j.seed", "x", "has_two_modes_and_ten_seeds");

    assertThat(containerThrowableOf(results)).hasMessage("trio4j.seed must be a whole number: x");
  }

  @Test
  @Tag("T575")
  void a_seed_gives_the_same_schedule_again() {
    execute("records_its_schedule");
    List<List<String>> first = FailingCases.takeSchedules();
    execute("records_its_schedule");
    List<List<String>> second = FailingCases.takeSchedules();

    assertThat(first).hasSize(5).isEqualTo(second).doesNotHaveDuplicates();
  }

  @Test
  void where_tests_run_concurrently_nobody_looks_for_leaks() {
    EngineExecutionResults results =
        EngineTestKit.engine("junit-jupiter")
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
            .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
            .selectors(selectMethod(FailingCases.class, "leaks", Nursery.class))
            .execute();
    FailingCases.closeLeaked();

    results.testEvents().assertStatistics(stats -> stats.succeeded(1));
  }

  @Test
  void each_mode_and_seed_is_a_test_with_its_name() {
    EngineExecutionResults results = execute("has_two_modes_and_ten_seeds");

    List<String> names =
        results.testEvents().succeeded().stream().map(FailingTrioTestTest::nameOf).toList();
    assertThat(names).hasSize(20).startsWith("parallel, seed 1").endsWith("deterministic, seed 10");
  }

  private Throwable failureOf(String method, Class<?>... parameters) {
    EngineExecutionResults results = execute(method, parameters);
    results.testEvents().assertStatistics(stats -> stats.failed(1));
    return throwableOf(results);
  }

  private Throwable containerFailureOf(String method) {
    return containerThrowableOf(execute(method));
  }

  private static Throwable containerThrowableOf(EngineExecutionResults results) {
    return results.containerEvents().failed().stream()
        .flatMap(event -> event.getPayload(TestExecutionResult.class).stream())
        .flatMap(result -> result.getThrowable().stream())
        .findFirst()
        .orElseThrow();
  }

  private static Throwable throwableOf(EngineExecutionResults results) {
    return results.testEvents().finished().stream()
        .flatMap(event -> event.getPayload(TestExecutionResult.class).stream())
        .map(TestExecutionResult::getThrowable)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow();
  }

  private static String nameOf(Event event) {
    return event.getTestDescriptor().getDisplayName();
  }

  private static EngineExecutionResults executeWith(String key, String value, String method) {
    return EngineTestKit.engine("junit-jupiter")
        .configurationParameter(key, value)
        .selectors(selectMethod(FailingCases.class, method))
        .execute();
  }

  private EngineExecutionResults execute(String method, Class<?>... parameters) {
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      return EngineTestKit.engine("junit-jupiter")
          .selectors(selectMethod(FailingCases.class, method, parameters))
          .execute();
    } finally {
      System.setErr(before);
      printed = bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
