package io.trio4j.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.TrioInternalError;
import io.trio4j.lowlevel.SystemTasks;
import io.trio4j.lowlevel.WaitToken;
import io.trio4j.support.Logged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AbortFailureTest {
  @Test
  @Tag("T056")
  void is_told_before_the_wait_has_ended_which_it_may_never_do() {
    List<String> toldWhileItWaits = new ArrayList<>();

    try (Logged log = new Logged("io.trio4j.run")) {
      assertThatThrownBy(() ->
              Trio.run(
                  RunOptions.deterministic(1),
                  () -> waitBadly(() -> toldWhileItWaits.addAll(log.lines))))
          .isInstanceOf(TrioInternalError.class)
          .hasRootCauseMessage("planted");
    }

    assertThat(toldWhileItWaits)
        .singleElement()
        .asString()
        .contains("the abort function of")
        .contains("a reply")
        .contains("the wait goes on until it is rescheduled");
  }

  /// Calls `meanwhile` between the cancel and the end of the wait.
  private static void waitBadly(Runnable meanwhile) {
    WaitToken<String> token = WaitToken.create("a reply");
    SystemTasks.start(
        "the other side",
        () -> {
          Trio.sleep(Duration.ofSeconds(2));
          meanwhile.run();
          token.tryReschedule("late");
        });
    CancelScope.moveOnAfter(
        Duration.ofSeconds(1),
        () -> {
          token.parkAsking(_ -> {
            throw new IllegalStateException("planted");
          });
        });
  }
}
