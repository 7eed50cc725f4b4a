package io.trio4j.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.testing.FaultInjector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultSnippets {
  /** Money moves in two steps, with a wait in between. */
  private static void transfer(int[] accounts, int amount) {
    accounts[0] -= amount;
    try {
      Trio.sleep(Duration.ofSeconds(1)); // the bank's other system
      accounts[1] += amount;
    } catch (Throwable t) {
      accounts[0] += amount;
      throw t;
    }
    Trio.checkpoint();
  }

  @Test
  void no_money_is_lost_wherever_a_cancel_hits() {
    // @start region="cancel"
    int places =
        FaultInjector.cancelAtEachCheckpoint(
            RunOptions.deterministic(1),
            faults -> {
              int[] accounts = {100, 0};
              boolean done = faults.inject(() -> transfer(accounts, 30));
              assertThat(accounts[0] + accounts[1]).isEqualTo(100);
              assertThat(accounts[1] == 30).isEqualTo(done || accounts[0] == 70);
            });
    // @end
    assertThat(places).isGreaterThan(2);
  }

  @Test
  void connections_are_closed_if_a_worker_cannot_be_started() {
    // @start region="start"
    FaultInjector.failEachStart(
        RunOptions.deterministic(1),
        faults -> {
          List<String> open = new ArrayList<>();
          boolean done = faults.inject(() -> servePool(open));
          assertThat(open).as("done: %s", done).isEmpty();
        });
    // @end
  }

  private static void servePool(List<String> open) {
    open.add("connection");
    try {
      Nursery.run(nursery -> {
        nursery.startSoon("reader", () -> Trio.checkpoint());
        nursery.startSoon("writer", () -> Trio.checkpoint());
      });
    } finally {
      CancelScope.shielded(() -> open.clear());
    }
  }
}
