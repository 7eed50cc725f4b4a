package io.trio4j.junit.kits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/// Each rule of the suites is broken by something, and says so.
class PlantedBugTest {
  static Stream<Arguments> lockBugs() {
    return Stream.of(
        arguments(
            SampleLock.Bug.NO_CHECKPOINT_WHEN_FREE, List.of("taking_a_free_lock_is_a_checkpoint")),
        arguments(SampleLock.Bug.TRYING_IS_A_CHECKPOINT, List.of("trying_is_no_checkpoint")),
        arguments(SampleLock.Bug.RELEASING_IS_A_CHECKPOINT, List.of("releasing_is_no_checkpoint")),
        arguments(
            SampleLock.Bug.TAKES_BEFORE_IT_LOOKS_FOR_A_CANCEL,
            List.of("taking_it_in_a_cancelled_scope_takes_nothing")),
        arguments(
            SampleLock.Bug.LOOKS_FOR_A_CANCEL_AFTER_THE_WAIT,
            List.of(
                "a_cancel_that_comes_with_the_release_loses_no_lock",
                "a_cancel_anywhere_loses_no_lock")),
        arguments(SampleLock.Bug.LAST_COME_FIRST, List.of("waiters_are_served_in_order")),
        arguments(
            SampleLock.Bug.LETS_OTHERS_IN_BETWEEN, List.of("a_released_lock_goes_to_who_waits")),
        arguments(SampleLock.Bug.LETS_ALL_WAITERS_IN, List.of("a_release_lets_one_in")),
        arguments(
            SampleLock.Bug.IS_GRANTED_TO_THE_CANCELLED,
            List.of("a_cancelled_waiter_takes_nothing")),
        arguments(SampleLock.Bug.FORGETS_ITS_WAITERS, List.of("a_held_lock_is_waited_for")),
        arguments(SampleLock.Bug.IS_RELEASED_BY_ANYBODY, List.of("nobody_else_releases_it")),
        arguments(SampleLock.Bug.WAITS_FOR_ITSELF, List.of("taking_it_twice_is_refused")),
        arguments(SampleLock.Bug.IS_NO_LOCK, List.of("one_at_a_time_holds_it")));
  }

  static Stream<Arguments> channelBugs() {
    return Stream.of(
        arguments(
            SampleChannel.Bug.NO_CHECKPOINT_WITHOUT_A_WAIT,
            List.of("sending_and_receiving_are_checkpoints")),
        arguments(
            SampleChannel.Bug.SENDS_BEFORE_IT_LOOKS_FOR_A_CANCEL,
            List.of("in_a_cancelled_scope_nothing_is_sent")),
        arguments(
            SampleChannel.Bug.RECEIVES_BEFORE_IT_LOOKS_FOR_A_CANCEL,
            List.of("in_a_cancelled_scope_nothing_is_received")),
        arguments(
            SampleChannel.Bug.LOOKS_FOR_A_CANCEL_AFTER_RECEIVING,
            List.of("a_cancelled_receiver_loses_no_item")),
        arguments(
            SampleChannel.Bug.LOOKS_FOR_A_CANCEL_AFTER_SENDING,
            List.of("a_cancelled_sender_sent_all_or_nothing")),
        arguments(SampleChannel.Bug.HAS_NO_LIMIT, List.of("sending_waits_for_room")),
        arguments(
            SampleChannel.Bug.RETURNS_WITHOUT_AN_ITEM, List.of("receiving_waits_for_an_item")),
        arguments(SampleChannel.Bug.LAST_ITEM_FIRST, List.of("items_arrive_in_order")),
        arguments(SampleChannel.Bug.LAST_RECEIVER_FIRST, List.of("receivers_are_served_in_order")),
        arguments(SampleChannel.Bug.LAST_SENDER_FIRST, List.of("senders_are_served_in_order")),
        arguments(SampleChannel.Bug.ITEM_GOES_TO_ALL, List.of("an_item_goes_to_one_receiver")),
        arguments(
            SampleChannel.Bug.KEEPS_CANCELLED_SENDS, List.of("a_cancelled_send_sent_nothing")),
        arguments(
            SampleChannel.Bug.DELIVERS_TO_THE_CANCELLED,
            List.of("a_cancelled_receive_took_nothing")),
        arguments(
            SampleChannel.Bug.CLOSING_DROPS_THE_REST,
            List.of("closing_the_sender_ends_receiving_after_the_rest")),
        arguments(
            SampleChannel.Bug.CLOSING_FORGETS_RECEIVERS,
            List.of("closing_the_sender_wakes_receivers")),
        arguments(
            SampleChannel.Bug.CLOSING_FORGETS_SENDERS,
            List.of("closing_the_receiver_fails_senders")),
        arguments(SampleChannel.Bug.CLOSED_SENDER_SENDS, List.of("an_end_that_was_closed_refuses")),
        arguments(
            SampleChannel.Bug.CLOSED_RECEIVER_RECEIVES, List.of("an_end_that_was_closed_refuses")),
        arguments(SampleChannel.Bug.CLOSES_ONCE, List.of("closing_twice_does_nothing")),
        arguments(
            SampleChannel.Bug.CLOSING_IS_A_CHECKPOINT, List.of("closing_twice_does_nothing")));
  }

  @ParameterizedTest
  @MethodSource("lockBugs")
  void a_lock_that_breaks_a_rule_is_found(SampleLock.Bug bug, List<String> rules) {
    PlantedCases.plant(bug);

    assertThat(failedRules(execute(PlantedCases.LockCase.class))).containsAll(rules);
  }

  @ParameterizedTest
  @MethodSource("channelBugs")
  void a_channel_that_breaks_a_rule_is_found(SampleChannel.Bug bug, List<String> rules) {
    PlantedCases.plant(bug);

    assertThat(failedRules(execute(PlantedCases.ChannelCase.class))).containsAll(rules);
  }

  @Test
  void each_rule_is_broken_by_some_bug() {
    assertThat(rulesIn(lockBugs())).isEqualTo(rulesOf(LockConformance.class)).hasSize(14);
    assertThat(rulesIn(channelBugs())).isEqualTo(rulesOf(ChannelConformance.class)).hasSize(18);
  }

  @Test
  void a_promise_that_is_not_made_is_not_tested() {
    PlantedCases.plant(SampleLock.Bug.LAST_COME_FIRST);

    EngineExecutionResults results = execute(PlantedCases.ModestLockCase.class);

    assertThat(failedRules(results)).isEmpty();
    results.testEvents().assertStatistics(stats -> stats.aborted(4 * 3).succeeded(10 * 3));
  }

  private static Set<String> rulesIn(Stream<Arguments> bugs) {
    return bugs.flatMap(
            row -> row.get()[1] instanceof List<?> rules ? rules.stream() : Stream.empty())
        .map(String::valueOf)
        .collect(Collectors.toSet());
  }

  private static Set<String> rulesOf(Class<?> suite) {
    return Arrays.stream(suite.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(EachMode.class))
        .map(method -> method.getName())
        .collect(Collectors.toSet());
  }

  /// With what the extension prints of failed tests thrown away, and without looking for leaks,
  /// which it leaves out where tests may run concurrently: that is a thread dump of the JVM for
  /// each of some 1,500 tests, and one in three runs of this class ended in a crash of JDK 25.0.3
  /// (SIGSEGV in ThreadSnapshotFactory::get_thread_snapshot). One thread runs them all the same.
  private static EngineExecutionResults execute(Class<?> suite) {
    PrintStream before = System.err;
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      return EngineTestKit.engine("junit-jupiter")
          .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
          .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
          .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
          .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "1")
          .selectors(selectClass(suite))
          .execute();
    } finally {
      System.setErr(before);
    }
  }

  private static Set<String> failedRules(EngineExecutionResults results) {
    assertThat(results.testEvents().started().count()).isGreaterThan(40);
    return results.testEvents().failed().stream()
        .map(PlantedBugTest::ruleOf)
        .collect(Collectors.toSet());
  }

  private static String ruleOf(Event event) {
    return event
        .getTestDescriptor()
        .getSource()
        .map(source ->
            ((org.junit.platform.engine.support.descriptor.MethodSource) source).getMethodName())
        .orElseThrow();
  }
}
