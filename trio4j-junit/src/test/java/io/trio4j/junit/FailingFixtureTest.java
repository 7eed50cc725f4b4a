package io.trio4j.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.ExceptionGroup;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.platform.engine.TestExecutionResult;
import org.opentest4j.TestAbortedException;

/// Fixtures seen from outside: what JUnit is told when something goes wrong.
class FailingFixtureTest {
  private static Executions run(String method) {
    return Executions.ofMethod(FixtureCases.class, method);
  }

  @Nested
  class A_crash_in_the_background {
    @Test
    void cancels_the_test_and_fails_it_with_the_crash_itself() {
      Executions run = run("waits_beside_a_server_that_crashes");

      assertThat(run.failure())
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage("the server crashed");
      assertThat(run.printed())
          .startsWith(
              "waits_beside_a_server_that_crashes [deterministic, seed 1] failed: fixture server"
                  + " crashed while the test ran. What it was doing then:\n")
          .contains("Nursery[server, ");
    }

    @Test
    void stays_beside_a_failure_of_the_test() {
      assertThat(run("fails_as_the_server_crashes").failure())
          .isInstanceOfSatisfying(
              ExceptionGroup.class,
              group ->
                  assertThat(group.rootCauses())
                      .extracting(Throwable::getMessage)
                      .containsExactlyInAnyOrder("the server crashed", "clean-up with main"));
    }
  }

  @Nested
  class A_failure_of_the_test {
    @Test
    void comes_out_as_it_was_thrown() {
      Executions run = run("fails_inside_a_server");

      assertThat(run.failure())
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage("of the test with main");
      assertThat(run.printed())
          .startsWith("fails_inside_a_server [deterministic, seed 1] failed. What it was doing");
    }

    @Test
    void comes_out_of_its_own_nursery_too_if_it_is_an_assertion() {
      assertThat(run("fails_inside_a_server_with_a_nursery").failure())
          .isExactlyInstanceOf(AssertionError.class)
          .hasMessage("of the test with main");
    }

    @Test
    void is_not_lost_in_a_fixture_that_swallows_it() {
      assertThat(run("fails_inside_one_that_swallows").failure())
          .isExactlyInstanceOf(AssertionError.class)
          .hasMessage("not to be swallowed by main");
    }

    @Test
    void that_is_an_assumption_aborts_it() {
      Executions run = run("is_aborted_inside_a_server");

      run.results().testEvents().assertStatistics(stats -> stats.aborted(1).failed(0));
      assertThat(run.results().testEvents().aborted().stream())
          .singleElement()
          .extracting(event ->
              event.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow())
          .isInstanceOf(TestAbortedException.class);
    }
  }

  @Nested
  class A_fixture {
    @Test
    void that_fails_before_the_test_fails_it() {
      Executions run = run("has_no_set_up");

      assertThat(run.failure())
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage("no set-up, no FixtureRun");
      assertThat(run.printed())
          .startsWith(
              "has_no_set_up [deterministic, seed 1] failed: fixture broken crashed before the"
                  + " test.");
    }

    @Test
    void that_fails_after_the_test_fails_it() {
      Executions run = run("has_no_tear_down");

      assertThat(run.failure()).hasMessage("no tear-down");
      assertThat(run.printed()).contains("fixture untidy crashed after the test.");
    }

    @Test
    void that_cancels_the_test_fails_it() {
      assertThat(run("is_cancelled_by_its_fixture").failure())
          .isExactlyInstanceOf(AssertionError.class)
          .hasMessageStartingWith("the test did not run to its end: it was cancelled due to")
          .hasMessageContaining("'enough'")
          .hasMessageEndingWith(", inside fixture quitter.");
    }

    @Test
    void must_run_the_test() {
      assertThat(run("is_never_run").failure())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "fixture forgetful returned without running the test. Call run(value) of its"
                  + " TestBody parameter.");
    }

    @Test
    void must_run_the_test_once() {
      assertThat(run("is_run_twice").failure())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "fixture eager runs the test twice. Call run(value) once; use seeds to repeat a"
                  + " test.");
    }

    @Test
    void must_run_the_test_in_its_own_task() {
      assertThat(run("is_run_elsewhere").failure())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "fixture stray runs the test outside its own task, Task[main]. Call run(value)"
                  + " there.");
    }

    @Test
    void opens_its_own_nursery() {
      assertThat(run("asks_for_a_fixture_with_a_nursery").failure())
          .isInstanceOf(ParameterResolutionException.class)
          .hasMessageContaining(
              "fixture greedy asks for a Nursery, which is the test's. Open one:"
                  + " Nursery.run(nursery -> …).");
    }

    @Test
    void must_not_need_itself() {
      assertThat(run("asks_for_a_fixture_that_needs_itself").failure())
          .isInstanceOf(ExtensionConfigurationException.class)
          .hasMessage(
              "@TrioFixture chicken of io.trio4j.junit.FixtureCases needs itself: chicken needs"
                  + " egg needs chicken.");
    }

    @Test
    void must_be_the_only_one_of_its_type() {
      assertThat(Executions.ofClass(FixtureCases.Twins.class).failure())
          .isInstanceOf(ExtensionConfigurationException.class)
          .hasMessageStartingWith("@TrioFixture ")
          .hasMessageContaining(" makes a io.trio4j.junit.FixtureCases$Server, and so does ")
          .hasMessageContaining("A test asks by type: give one of them a type of its own");
    }

    @Test
    void must_say_what_it_makes() {
      assertThat(Executions.ofClass(FixtureCases.Nameless.class).failure())
          .isInstanceOf(ExtensionConfigurationException.class)
          .hasMessageContaining(
              "makes nothing a test could ask for. Write what it makes as TestBody<…>, or let it"
                  + " run around each test: @TrioFixture(always = true).");
    }

    @Test
    void must_have_a_body_to_run() {
      assertThat(Executions.ofClass(FixtureCases.Bodiless.class).failure())
          .isInstanceOf(ExtensionConfigurationException.class)
          .hasMessageContaining(
              "has 0 parameters of type TestBody. It needs one, to run the test with: void"
                  + " server(TestBody<Server> test).");
    }
  }

  @Nested
  class A_test {
    @Test
    void asks_for_no_body() {
      assertThat(run("asks_for_a_body").failure())
          .isInstanceOf(ParameterResolutionException.class)
          .hasMessageContaining("asks_for_a_body asks for a TestBody, which is for fixtures.");
    }

    @Test
    void asks_for_one_nursery() {
      assertThat(run("asks_for_two_nurseries").failure())
          .isInstanceOf(ParameterResolutionException.class)
          .hasMessageContaining(
              "asks_for_two_nurseries asks for two nurseries, which would be the same.");
    }

    @Test
    void gets_ports_as_numbers() {
      assertThat(run("has_a_port_that_is_no_number").failure())
          .isInstanceOf(ParameterResolutionException.class)
          .hasMessageContaining("must be an int: a port is a number.");
    }

    @Test
    void that_its_nursery_cancelled_has_shown_nothing() {
      assertThat(run("cancels_its_nursery_in_the_middle").failure())
          .isExactlyInstanceOf(AssertionError.class)
          .hasMessageStartingWith("the test did not run to its end: it was cancelled due to")
          .hasMessageEndingWith("Cancel the test's nursery as the last thing the test does.");
    }

    @Test
    void may_cancel_its_nursery_at_its_end() {
      run("cancels_its_nursery_at_the_end")
          .results()
          .testEvents()
          .assertStatistics(stats -> stats.succeeded(1));
    }
  }
}
