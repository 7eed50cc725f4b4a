package io.trio4j.interruption.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.ExceptionGroup;
import io.trio4j.RunMode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/// Plants code that is not what a probe takes it for.
class ProbeTest {
  private static final When NEVER = _ -> false;

  @Test
  void code_that_returns_before_the_cancel_is_found() {
    assertThatThrownBy(() -> Probe.cancel(RunMode.PARALLEL, NEVER, () -> {}))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("cancelled while the code ran, which ended: Returned[]");
  }

  @Test
  void code_that_fails_before_the_cancel_is_found() {
    Code failing =
        () -> {
          throw new IllegalStateException("early");
        };

    assertThatThrownBy(() -> Probe.cancel(RunMode.PARALLEL, NEVER, failing))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("early");
  }

  @Test
  void code_that_ends_by_its_first_interrupt_is_not_deaf() {
    assertThatThrownBy(
            () -> Probe.deaf(Probe.asleep(), () -> Thread.sleep(Probe.FOR_EVER), () -> {}))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("not deaf");
  }

  @Test
  void code_that_was_interrupted_was_not_left_alone() {
    CountDownLatch end = new CountDownLatch(1);
    Code code =
        () -> {
          Probe.waitAndKeepTheFlag();
          end.countDown();
        };

    assertThatThrownBy(() -> Probe.leaveAlone(Probe.asleep(), code, end::await))
        .isInstanceOf(ExceptionGroup.class)
        .hasRootCauseInstanceOf(AssertionError.class);
  }

  @Test
  void what_a_failing_observer_threw_is_not_lost() {
    Code failing =
        () -> {
          throw new IllegalStateException("of the observer");
        };

    assertThatThrownBy(() ->
            Probe.cancelThen(
                RunMode.PARALLEL,
                When.waitingIn("java.util.concurrent.LinkedBlockingQueue.take"),
                () -> new LinkedBlockingQueue<String>().take(),
                failing))
        .hasRootCauseMessage("of the observer");
  }

  @Test
  void an_ending_says_what_was_thrown_with_its_causes() {
    Throwable thrown =
        new IllegalStateException(
            new java.sql.SQLException("x", "57014", new InterruptedException()));

    assertThat(new Ending.Stopped(thrown).text())
        .isEqualTo(
            "ends: `IllegalStateException` ← `SQLException` (57014) ← `InterruptedException`");
  }
}
