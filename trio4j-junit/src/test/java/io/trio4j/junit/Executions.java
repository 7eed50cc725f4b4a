package io.trio4j.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/// Runs tests that are expected to fail, and keeps what they print.
///
/// @param results what JUnit was told
/// @param printed to standard error
record Executions(EngineExecutionResults results, String printed) {
  static Executions ofClass(Class<?> type) {
    return of(selectClass(type));
  }

  /// Of the one method of that name.
  static Executions ofMethod(Class<?> type, String name) {
    return ofMethod(type, name, "trio4j.nothing", "");
  }

  static Executions ofMethod(Class<?> type, String name, String key, String value) {
    return of(
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> method.getName().equals(name))
            .map(method -> selectMethod(type, method))
            .findFirst()
            .orElseThrow(),
        key,
        value);
  }

  private static Executions of(DiscoverySelector selector) {
    return of(selector, "trio4j.nothing", "");
  }

  private static Executions of(DiscoverySelector selector, String key, String value) {
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      EngineExecutionResults results =
          EngineTestKit.engine("junit-jupiter")
              .configurationParameter(key, value)
              .selectors(selector)
              .execute();
      return new Executions(results, bytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
  }

  /// What the one test threw.
  Throwable failure() {
    results.testEvents().assertStatistics(stats -> stats.failed(1));
    return throwables(results.testEvents().failed().stream().toList()).getFirst();
  }

  /// What was wrong with a test before it could be run.
  Throwable containerFailure() {
    return throwables(results.containerEvents().failed().stream().toList()).getFirst();
  }

  List<String> succeededNames() {
    return names(results.testEvents().succeeded().stream().toList());
  }

  private static List<String> names(List<Event> events) {
    return events.stream().map(event -> event.getTestDescriptor().getDisplayName()).toList();
  }

  private static List<Throwable> throwables(List<Event> events) {
    List<Throwable> all =
        events.stream()
            .flatMap(event -> event.getPayload(TestExecutionResult.class).stream())
            .map(TestExecutionResult::getThrowable)
            .flatMap(Optional::stream)
            .toList();
    assertThat(all).isNotEmpty();
    return all;
  }
}
