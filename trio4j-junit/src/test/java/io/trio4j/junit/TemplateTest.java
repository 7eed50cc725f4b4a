package io.trio4j.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.engine.TestExecutionResult;

/// `@TrioTest` beside other templates, lifecycles and extensions.
class TemplateTest {
  private static Executions run(String method) {
    return Executions.ofMethod(TemplateCases.class, method);
  }

  @BeforeEach
  void forget() {
    TemplateCases.SEEN.clear();
  }

  @Nested
  class Beside_another_template {
    @Test
    void a_repetition_is_a_run_whose_seed_is_its_number() {
      Executions first = run("is_repeated");
      List<String> schedules = List.copyOf(TemplateCases.SEEN);
      TemplateCases.SEEN.clear();
      run("is_repeated");

      first.results().testEvents().assertStatistics(stats -> stats.succeeded(3));
      assertThat(schedules).hasSize(18).isEqualTo(TemplateCases.SEEN);
      assertThat(IntStream.rangeClosed(1, 3).mapToObj(number -> order(schedules, number)))
          .doesNotHaveDuplicates();
    }

    private static List<String> order(List<String> schedules, int number) {
      return schedules.stream()
          .filter(step -> step.startsWith(number + ":"))
          .map(step -> step.substring(2))
          .toList();
    }

    @Test
    void one_seed_replays_each_repetition() {
      Executions.ofMethod(TemplateCases.class, "is_repeated", "trio4j.seed", "2");

      assertThat(order(TemplateCases.SEEN, 1))
          .hasSize(6)
          .isEqualTo(order(TemplateCases.SEEN, 2))
          .isEqualTo(order(TemplateCases.SEEN, 3));
    }

    @Test
    void a_parameterized_call_is_a_run() {
      run("has_parameters").results().testEvents().assertStatistics(stats -> stats.succeeded(2));

      assertThat(TemplateCases.SEEN)
          .containsExactly("main 1 COOPERATIVE 1", "main 2 COOPERATIVE 1");
    }

    @Test
    void it_has_one_mode_and_one_seed() {
      Executions run = run("is_multiplied_twice");

      run.results().testEvents().assertStatistics(stats -> stats.failed(2));
      assertThat(run.results().testEvents().failed().stream())
          .allSatisfy(event ->
              assertThat(
                      event
                          .getRequiredPayload(TestExecutionResult.class)
                          .getThrowable()
                          .orElseThrow())
                  .isInstanceOf(ExtensionConfigurationException.class)
                  .hasMessage(
                      "@TrioTest beside @RepeatedTest runs once for each of its calls, so it has"
                          + " one mode and one seed. Leave the other template out: @TrioTest takes"
                          + " parameter sources itself, and seeds = 10 repeats."));
    }

    @Test
    void it_is_no_plain_test() {
      assertThat(run("is_a_test_twice").containerFailure())
          .hasMessage("@TrioTest is_a_test_twice is a test by itself: leave out @Test.");
    }
  }

  @Nested
  class With_a_parameter_source {
    @Test
    void that_gives_nothing_it_is_refused() {
      assertThat(run("has_no_arguments").containerFailure())
          .hasMessage(
              "@TrioTest has_no_arguments: its parameter sources give no arguments, so it would"
                  + " never run.");
    }

    @Test
    void that_fails_it_says_which() {
      assertThat(run("has_a_source_that_fails").containerFailure())
          .hasStackTraceContaining("no_such_method");
    }
  }

  @Nested
  class With_one_instance_per_class {
    @Test
    void tests_and_fixtures_see_what_the_ones_before_left() {
      Executions.ofClass(TemplateCases.OneInstance.class)
          .results()
          .testEvents()
          .assertStatistics(stats -> stats.succeeded(3));
    }
  }

  @Nested
  class With_soft_assertions {
    private static Executions run(String method) {
      return Executions.ofMethod(TemplateCases.Soft.class, method);
    }

    @Test
    void of_the_extension_all_failures_are_told() {
      assertThat(run("fails_softly_twice").failure())
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("expected: 2")
          .hasMessageContaining("expected: \"b\"");
      assertThat(run("fails_softly_in_a_parameter").failure())
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("expected: 4");
      run("passes_softly").results().testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    @Test
    void of_a_child_all_failures_are_told_in_one_assertion_error() {
      assertThat(run("fails_softly_in_a_child").failure())
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("expected: 2")
          .hasMessageContaining("expected: 3");
    }
  }

  @Nested
  class A_time_limit {
    @Test
    void can_be_given_for_all_tests() {
      assertThat(Executions.ofMethod(TemplateCases.class, "hangs", "trio4j.timeout", "1").failure())
          .isExactlyInstanceOf(AssertionError.class)
          .hasMessageStartingWith("hangs [deterministic, seed 1] took longer than PT1S");
    }

    @Test
    void can_be_off() {
      Executions.ofMethod(TemplateCases.class, "has_parameters", "trio4j.timeout", "off")
          .results()
          .testEvents()
          .assertStatistics(stats -> stats.succeeded(2));
    }

    @Test
    void is_positive() {
      assertThat(Executions.ofMethod(TemplateCases.class, "hangs", "trio4j.timeout", "0").failure())
          .hasMessage("trio4j.timeout must be a positive number of seconds, or off: 0");
      assertThat(Executions.ofMethod(TemplateCases.class, "hangs", "trio4j.timeout", "x").failure())
          .hasMessage("trio4j.timeout must be a positive number of seconds, or off: x");
    }
  }
}
