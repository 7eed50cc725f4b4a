package io.trio4j.conformance.time;

import static io.trio4j.conformance.harness.Runs.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import io.trio4j.testing.Testing;
import io.trio4j.testing.VirtualClock;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

/// The clock that stands still, jumps, or runs at a rate.
class VirtualClockTest {
  private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

  @InEachMode
  @Tag("T529")
  void a_new_clock_stands_at_zero_and_moves_only_forward(RunMode mode) {
    VirtualClock clock = VirtualClock.create();
    Trio.run(
        Runs.options(mode, clock),
        () -> {
          assertThat(clock.rate()).isZero();
          assertThat(Trio.currentTime()).isEqualTo(new TrioTime(0));

          clock.jump(seconds(1.2));
          assertThat(Trio.currentTime()).isEqualTo(at(1.2));

          assertThatIllegalArgumentException().isThrownBy(() -> clock.jump(seconds(-1)));
          assertThatIllegalArgumentException().isThrownBy(() -> clock.setRate(-1));
          assertThat(clock.rate()).isZero();
          assertThat(Trio.currentTime()).isEqualTo(at(1.2));
        });
  }

  private static TrioTime at(double seconds) {
    return new TrioTime(0).plus(seconds(seconds));
  }

  @InEachMode
  @Tag("T530")
  void a_clock_that_stands_still_never_comes_to_a_later_time(RunMode mode) {
    VirtualClock clock = VirtualClock.create();
    Trio.run(
        Runs.options(mode, clock),
        () -> {
          clock.jump(seconds(1.2));

          assertThat(realTimeUntil(clock, 1.1)).isZero();
          assertThat(realTimeUntil(clock, 1.2)).isZero();
          assertThat(realTimeUntil(clock, 1.3)).isEqualTo(FOR_EVER);
        });
  }

  private static Duration realTimeUntil(VirtualClock clock, double seconds) {
    return Duration.ofNanos(clock.realNanosUntil(at(seconds).nanos()));
  }

  @InEachMode
  @Tag("T531")
  void a_clock_of_rate_two_goes_two_seconds_in_one(RunMode mode) {
    VirtualClock clock = VirtualClock.create();
    clock.jump(seconds(1.2));
    Trio.run(
        Runs.options(mode, clock),
        () -> {
          long start = System.nanoTime();
          clock.setRate(2);

          Trio.sleepUntil(at(3.2));

          assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(seconds(1), seconds(2));
          assertRealTimeUntil(clock, 6, 2);
        });
  }

  /// The clock runs while we look: the time that remains lies between what two looks at it allow.
  private static void assertRealTimeUntil(VirtualClock clock, double seconds, double rate) {
    Duration before = clock.elapsed();
    Duration real = realTimeUntil(clock, seconds);
    Duration after = clock.elapsed();

    assertThat(real.toNanos() * rate)
        .isBetween(
            (double) seconds(seconds).minus(after).toNanos(),
            seconds(seconds).minus(before).toNanos() + rate);
  }

  @InEachMode
  @Tag("T532")
  void a_clock_of_rate_one_half_goes_half_a_second_in_one(RunMode mode) {
    VirtualClock clock = VirtualClock.create();
    clock.jump(seconds(3.2));
    clock.setRate(2);
    clock.setRate(0.5);
    Trio.run(
        Runs.options(mode, clock),
        () -> {
          assertRealTimeUntil(clock, 14.2, 0.5);

          Duration before = clock.elapsed();
          long start = System.nanoTime();
          clock.jump(seconds(0.8));
          Duration jumped = clock.elapsed().minus(before);
          assertThat(jumped).isBetween(seconds(0.8), seconds(1.8));

          Trio.sleepUntil(new TrioTime(0).plus(before).plus(seconds(1.3)));
          assertThat(Duration.ofNanos(System.nanoTime() - start))
              .isBetween(seconds(0.99), seconds(2));
        });
  }

  @InEachMode
  @Tag("T533")
  void an_autojump_clock_comes_to_each_deadline_exactly(RunMode mode) {
    Trio.run(
        Runs.options(mode, VirtualClock.create().autojump()),
        () -> {
          long start = System.nanoTime();
          TrioTime begin = Trio.currentTime();
          Duration slept = Duration.ZERO;
          for (int i = 0; i < 10; i++) {
            Trio.sleep(seconds(10 * i));
            slept = slept.plus(seconds(10 * i));
            assertThat(Runs.since(begin)).isEqualTo(slept);
          }

          assertThat(slept).isEqualTo(seconds(450));
          assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(seconds(1));
        });
  }

  @InEachMode
  @Tag("T534")
  void who_waits_for_idleness_with_a_shorter_cushion_comes_before_the_jump(RunMode mode) {
    VirtualClock clock = VirtualClock.create().autojump(seconds(0.02));
    Trio.run(
        Runs.options(mode, clock),
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon(() -> Trio.sleep(seconds(100)));
              TrioTime start = Trio.currentTime();

              Testing.waitAllTasksBlocked();
              assertThat(Trio.currentTime()).isEqualTo(start);
              Testing.waitAllTasksBlocked(seconds(0.01));
              assertThat(Trio.currentTime()).isEqualTo(start);
            }));
  }

  @InEachMode
  @Tag("T536")
  void a_clock_that_no_run_uses_affects_nothing(RunMode mode) {
    VirtualClock clock = VirtualClock.create().autojump(seconds(0.02));
    Trio.run(
        Runs.options(mode, clock),
        () -> {
          VirtualClock other = VirtualClock.create();
          other.autojump(seconds(0.01));

          Testing.waitAllTasksBlocked(seconds(0.015));
          assertThat(Trio.currentTime()).isEqualTo(new TrioTime(0));
          Trio.sleep(seconds(100_000));

          assertThat(Trio.currentTime()).isEqualTo(at(100_000));
          assertThat(other.elapsed()).isZero();
        });
  }

  @InEachMode
  @Tag("T537")
  void autojump_can_be_set_before_the_run(RunMode mode) {
    VirtualClock clock = VirtualClock.create();
    clock.autojump(seconds(0.01));
    long start = System.nanoTime();

    Trio.run(Runs.options(mode, clock), () -> Trio.sleep(seconds(10_000)));

    assertThat(clock.elapsed()).isEqualTo(seconds(10_000));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(seconds(1));
  }

  @InEachMode
  @Tag("T538")
  void who_waits_for_idleness_comes_before_a_jump_without_cushion(RunMode mode) {
    Trail trail = new Trail();
    Trio.run(
        Runs.options(mode, VirtualClock.create().autojump()),
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon(() -> yawn(trail));
              nursery.startSoon(() -> {
                Testing.waitAllTasksBlocked();
                trail.add("waiter woke");
                Trio.sleep(seconds(1_000));
                trail.add("waiter done");
              });
            }));

    assertThat(trail.steps()).containsExactly("waiter woke", "yawn", "waiter done");
  }

  private static void yawn(Trail trail) {
    Trio.sleep(seconds(100));
    trail.add("yawn");
  }

  @InEachMode
  @Tag("T539")
  void a_jump_waits_for_the_cushion_of_who_waits_for_idleness(RunMode mode) {
    Trail trail = new Trail();
    Trio.run(
        Runs.options(mode, VirtualClock.create().autojump()),
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon(() -> yawn(trail));
              nursery.startSoon(() -> {
                Testing.waitAllTasksBlocked(seconds(1));
                trail.add("waiter done");
              });
            }));

    assertThat(trail.steps()).containsExactly("waiter done", "yawn");
  }

  @InEachMode
  @Tag("T540")
  void making_a_clock_changes_nothing_in_the_run(RunMode mode) {
    VirtualClock clock = VirtualClock.create().autojump();
    clock.jump(seconds(5));
    Trio.run(
        Runs.options(mode, clock),
        () -> {
          VirtualClock other = VirtualClock.create();
          other.jump(seconds(3));

          assertThat(Trio.currentTime()).isEqualTo(at(5));
          Trio.sleep(seconds(10));
          assertThat(Trio.currentTime()).isEqualTo(at(15));
        });
  }
}
