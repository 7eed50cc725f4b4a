package io.trio4j.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunHandle;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.testing.Testing;
import io.trio4j.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// Tests that go wrong or leave a trace, for [FailingTrioTestTest]. The name is none that test
/// runners look for.
class FailingCases {
  private static @Nullable RunHandle leaked; // written by one test, read by the next

  // written by one test after the other
  private static final List<List<String>> SCHEDULES = new ArrayList<>();

  static List<List<String>> takeSchedules() {
    List<List<String>> taken = List.copyOf(SCHEDULES);
    SCHEDULES.clear();
    return taken;
  }

  static void closeLeaked() {
    Objects.requireNonNull(leaked).close();
  }

  @TrioTest
  void fails_in_the_body() {
    throw new AssertionError("in the body");
  }

  @TrioTest
  void fails_in_a_child() {
    Nursery.run(nursery -> {
      nursery.startSoon("sibling", () -> Trio.sleepForever());
      Testing.waitAllTasksBlocked();
      nursery.startSoon(() -> fail("in the child"));
    });
  }

  @TrioTest
  void fails_with_a_nursery(Nursery nursery) {
    nursery.startSoon("sibling", () -> Trio.sleepForever());
    Testing.waitAllTasksBlocked();
    fail("with a nursery");
  }

  @TrioTest
  void fails_twice() {
    Nursery.run(nursery -> {
      nursery.startSoon(() -> fail("one"));
      nursery.startSoon(() -> fail("two"));
    });
  }

  @TrioTest
  void throws_in_a_child() {
    Nursery.run(nursery ->
        nursery.startSoon(() -> {
          throw new IllegalStateException("no assertion");
        }));
  }

  @TrioTest
  void assumes_in_a_child() {
    Nursery.run(nursery -> nursery.startSoon(() -> Assumptions.abort("not here")));
  }

  @TrioTest(timeoutSeconds = 1)
  void hangs() {
    Trio.sleepForever();
  }

  @TrioTest(timeoutSeconds = 1)
  void hangs_and_fails_to_clean_up() {
    try {
      Trio.sleepForever();
    } finally {
      throwInCleanUp();
    }
  }

  private static void throwInCleanUp() {
    throw new IllegalStateException("clean-up");
  }

  @TrioTest
  void leaks(Nursery nursery) {
    Thread outside =
        Thread.ofPlatform()
            .start(() -> leaked = Trio.start(RunOptions.defaults().withName("left open")));
    nursery.startSoon(() -> Trio.blocking(_ -> outside.join()));
  }

  @TrioTest
  void asks_for_two_clocks(VirtualClock one, VirtualClock two) {
    assertThat(one).isSameAs(two);
  }

  @TrioTest(clock = TestClock.REAL)
  void asks_for_a_clock_on_real_time(VirtualClock clock) {
    assertThat(clock.rate()).isZero();
  }

  @TrioTest(modes = {})
  void has_no_mode() {}

  @TrioTest(seeds = 0)
  void has_no_seed() {}

  @TrioTest(timeoutSeconds = -1)
  void has_no_time() {}

  @TrioTest(
      modes = {RunMode.PARALLEL, RunMode.DETERMINISTIC},
      seeds = 10)
  void has_two_modes_and_ten_seeds() {
    CancelScope.moveOnAfter(Duration.ofHours(1), () -> Trio.sleepForever());
  }

  @TrioTest(seeds = 5)
  void records_its_schedule() {
    List<String> schedule = new ArrayList<>();
    Nursery.run(nursery -> {
      for (int i = 0; i < 10; i++) {
        String name = "task " + i;
        nursery.startSoon(() -> schedule.add(name));
      }
    });
    SCHEDULES.add(schedule);
  }

  private static void fail(String text) {
    throw new AssertionError(text);
  }
}
