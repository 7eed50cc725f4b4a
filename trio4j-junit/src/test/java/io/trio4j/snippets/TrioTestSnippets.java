package io.trio4j.snippets;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.TooSlowException;
import io.trio4j.Trio;
import io.trio4j.junit.TestClock;
import io.trio4j.junit.TrioTest;
import io.trio4j.testing.Testing;
import io.trio4j.testing.VirtualClock;
import java.util.ArrayList;
import java.util.List;

class TrioTestSnippets {
  // @start region="test"
  @TrioTest(seeds = 100)
  void gives_up_after_an_hour(VirtualClock clock) {
    assertThrows(
        TooSlowException.class, () -> CancelScope.failAfter(ofHours(1), () -> Trio.sleepForever()));
    assertEquals(ofHours(1), clock.elapsed());
  }

  @TrioTest(
      modes = {RunMode.PARALLEL, RunMode.DETERMINISTIC},
      clock = TestClock.MANUAL)
  void reminds_after_five_minutes(Nursery nursery, VirtualClock clock) {
    List<String> sent = new ArrayList<>();
    nursery.startSoon(() -> {
      Trio.sleep(ofMinutes(5));
      sent.add("reminder");
    });
    Testing.waitAllTasksBlocked();

    clock.jump(ofMinutes(5));
    Testing.waitAllTasksBlocked();

    assertEquals(List.of("reminder"), sent);
  }
  // @end
}
