package io.trio4j.combinators;

import static io.trio4j.combinators.MapOptions.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProgressTest {
  private final Lab lab = new Lab();
  private final ProgressMeter meter = ProgressMeter.create();

  private static Progress of(long done, long failed, long running, long total, long seconds) {
    return new Progress(done, failed, running, OptionalLong.of(total), Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void a_meter_shows_a_map_at_each_moment(RunMode mode) {
    lab.run(
        mode,
        () ->
            Tasks.race(
                () ->
                    Tasks.forEach(
                        List.of(1000, 1000, 1000, 1000, 1000),
                        limit(2).withProgress(meter),
                        ms -> Lab.sleep(ms)),
                () ->
                    Tasks.every(
                        Ticks.fixedRate(Duration.ofSeconds(1))
                            .withInitialDelay(Duration.ofMillis(500)),
                        () -> lab.log.add(meter.progress().toString()))));

    assertThat(lab.log)
        .containsExactly(
            "0 of 5 done, 2 running, 5 left",
            "2 of 5 done, 2 running, 3 left in about 2 s",
            "4 of 5 done, 1 running, 1 left in about 1 s");
    assertThat(meter.progress()).isEqualTo(of(5, 0, 0, 5, 3));
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void failures_count_and_cancelled_items_remain(RunMode mode) {
    lab.group(
        mode,
        () ->
            Tasks.map(
                List.of(1, 2, 3, 4),
                limit(3).withProgress(meter),
                n ->
                    switch (n) {
                      case 1 -> lab.value(1000, "there").call();
                      case 2 -> lab.failing(2000, new IOException("planted")).call();
                      default -> lab.stuck("x").call();
                    }));

    assertThat(meter.progress()).isEqualTo(of(1, 1, 0, 4, 2));
    assertThat(meter.progress().remaining()).hasValue(2);
    assertThat(meter.progress().estimate()).contains(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void the_total_is_known_if_the_input_knows_it(RunMode mode) {
    lab.run(
        mode,
        () -> {
          Tasks.forEach(List.of(1, 2).iterator(), limit(1).withProgress(meter), _ -> {});
          assertThat(meter.progress().total()).isEmpty();
          assertThat(meter.progress().remaining()).isEmpty();
          assertThat(meter.progress().estimate()).isEmpty();
          assertThat(meter).hasToString("ProgressMeter[2 done]");

          ProgressMeter sized = ProgressMeter.create();
          Tasks.forEach(IntStream.range(0, 7).boxed(), limit(1).withProgress(sized), _ -> {});
          assertThat(sized.progress().total()).hasValue(7);

          ProgressMeter filtered = ProgressMeter.create();
          Stream<Integer> odd = IntStream.range(0, 7).boxed().filter(n -> n % 2 == 1);
          Tasks.forEach(odd, limit(1).withProgress(filtered), _ -> {});
          assertThat(filtered.progress().total()).isEmpty();
        });
  }

  @Test
  void the_total_can_be_told_and_adds_up() {
    meter.expect(3);
    Trio.run(
        RunOptions.deterministic(1),
        () -> {
          Tasks.forEach(List.of(1, 2).iterator(), limit(1).withProgress(meter), _ -> {});
          Tasks.forEach(List.of(1, 2), limit(1).withProgress(meter), _ -> {});
        });

    assertThat(meter.progress().total()).hasValue(5);
    assertThat(meter.progress().remaining()).hasValue(1);
    assertThatThrownBy(() -> meter.expect(-1)).hasMessage("count must not be negative: -1");
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void a_call_that_was_cancelled_before_it_expects_nothing(RunMode mode) {
    lab.run(
        mode,
        () ->
            CancelScope.run(scope -> {
              scope.cancel();
              Tasks.forEach(List.of(1, 2), limit(1).withProgress(meter), _ -> {});
            }));

    assertThat(meter.progress()).hasToString("0 done");
  }

  @Test
  void more_than_expected_leave_nothing_and_not_less() {
    assertThat(of(5, 0, 0, 3, 1).remaining()).hasValue(0);
    assertThat(of(5, 0, 0, 3, 1)).hasToString("5 of 3 done, 0 left");
  }

  @Test
  void anything_can_be_tracked() {
    Trio.run(
        RunOptions.deterministic(1),
        () -> {
          assertThat(meter.<String, RuntimeException>track(() -> "value")).isEqualTo("value");
          assertThatThrownBy(() ->
                  meter.track(() -> {
                    throw new IOException("planted");
                  }))
              .isInstanceOf(IOException.class);
          CancelScope.run(scope ->
              meter.track(() -> {
                assertThat(meter.progress().running()).isEqualTo(1);
                scope.cancel();
                Trio.checkpoint();
                return "unreachable";
              }));
        });

    assertThat(meter.progress())
        .isEqualTo(new Progress(1, 1, 0, OptionalLong.empty(), Duration.ZERO));
  }

  @Test
  void a_meter_can_be_read_from_any_thread() {
    CompletableFuture<Progress> seen = new CompletableFuture<>();
    meter.expect(1);
    Trio.run(() ->
        meter.track(() -> {
          Thread.ofPlatform().start(() -> seen.complete(meter.progress()));
          return seen.join();
        }));

    assertThat(seen.join().running()).isEqualTo(1);
    assertThat(seen.join().total()).hasValue(1);
  }

  @Test
  void every_snapshot_adds_up_while_many_count() {
    List<Progress> seen =
        Trio.run(() ->
            Tasks.map(
                IntStream.range(0, 5000).boxed(),
                limit(50).withProgress(meter),
                _ -> meter.progress()));

    assertThat(seen)
        .allSatisfy(now -> {
          assertThat(now.running()).isBetween(1L, 50L);
          assertThat(now.done() + now.running()).isLessThanOrEqualTo(5000);
        });
    assertThat(meter.progress().done()).isEqualTo(5000);
    assertThat(meter.progress().running()).isZero();
  }

  @Test
  void a_long_estimate_is_told_in_minutes_or_hours() {
    assertThat(of(1, 0, 0, 61, 10)).hasToString("1 of 61 done, 60 left in about 10 min");
    assertThat(of(1, 0, 0, 61, 3600)).hasToString("1 of 61 done, 60 left in about 60 h");
    assertThat(of(1, 0, 0, Long.MAX_VALUE, 3600).estimate()).isPresent();
  }
}
