package io.trio4j.conformance.helpers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.trio4j.RunMode;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.InModes;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// The tests a user writes with `@TrioTest`, run by JUnit.
class TrioTestTest {
  /// Runs one test of the user, and returns what it threw.
  private static List<Throwable> failuresOf(String name) {
    List<Throwable> failures = new ArrayList<>();
    Method test =
        Arrays.stream(TrioTestCases.class.getDeclaredMethods())
            .filter(method -> method.getName().equals(name))
            .findFirst()
            .orElseThrow();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectMethod(TrioTestCases.class, test))
            .build();
    LauncherFactory.create()
        .execute(
            request,
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier finished, TestExecutionResult result) {
                result.getThrowable().ifPresent(failures::add);
              }
            });
    return failures;
  }

  private static String inMode(String name, RunMode mode) {
    return name + "_" + mode.name().toLowerCase(Locale.ROOT);
  }

  @InEachMode
  @Tag("T528")
  void a_test_with_two_clocks_is_refused(RunMode mode) {
    assertThat(failuresOf(inMode("two_clocks", mode)))
        .singleElement()
        .asString()
        .contains(
            inMode("two_clocks", mode)
                + " asks for two VirtualClocks. A run has one clock: ask for one.");
  }

  @InModes(
      value = {RunMode.COOPERATIVE, RunMode.DETERMINISTIC},
      leftOut = "the machine decides the order")
  @Tag("T575")
  void the_test_tool_seeds_its_runs(RunMode mode) {
    TrioTestCases.TRACES.clear();
    assertThat(failuresOf(inMode("traced", mode))).isEmpty();
    assertThat(failuresOf(inMode("traced", mode))).isEmpty();

    assertThat(TrioTestCases.TRACES).hasSize(2);
    assertThat(TrioTestCases.TRACES.getFirst())
        .hasSizeGreaterThan(5 * 50)
        .isEqualTo(TrioTestCases.TRACES.getLast());
  }
}
