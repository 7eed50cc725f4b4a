package io.trio4j.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunOptions;
import io.trio4j.Startable;
import io.trio4j.TooSlowException;
import io.trio4j.Trio;
import io.trio4j.support.Until;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Deadlines of tasks that block in Java code and never come to a checkpoint. They wait for ever
/// unless they are ended, so a deadline that is not armed fails a test by its time limit.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class DeadlineScanTest {
  private static final Duration SHORT = Duration.ofMillis(30);

  static RunOptions[] realTime() {
    return new RunOptions[] {RunOptions.defaults(), RunOptions.cooperative()};
  }

  private static void blockForEver() throws InterruptedException {
    new LinkedBlockingQueue<>().take();
  }

  @ParameterizedTest
  @MethodSource("realTime")
  void a_deadline_ends_a_body_that_only_blocks(RunOptions options) throws Exception {
    CancelScope scope =
        Trio.run(options, () -> CancelScope.moveOnAfter(SHORT, () -> blockForEver()));

    assertThat(scope.cancelledCaught()).isTrue();
  }

  @Test
  void a_deadline_that_has_passed_does_too() throws Exception {
    CancelScope scope =
        Trio.run(() -> CancelScope.moveOnAfter(Duration.ZERO, () -> blockForEver()));

    assertThat(scope.cancelledCaught()).isTrue();
  }

  @Test
  void the_deadline_above_a_nursery_ends_children_that_only_block() {
    CancelScope scope =
        Trio.run(() ->
            CancelScope.moveOnAfter(
                SHORT,
                () ->
                    Nursery.run(nursery -> {
                      nursery.startSoon(() -> blockForEver());
                      nursery.startSoon(() -> Nursery.run(_ -> blockForEver()));
                      blockForEver();
                    })));

    assertThat(scope.cancelledCaught()).isTrue();
  }

  @Test
  void each_of_many_scopes_one_after_the_other_has_its_look() throws Exception {
    Trio.run(() -> {
      for (int round = 0; round < 5; round++) {
        assertThatThrownBy(() -> CancelScope.failAfter(SHORT, () -> blockForEver()))
            .isInstanceOf(TooSlowException.class);
      }
    });
  }

  @Test
  void a_scope_whose_handle_is_known_is_looked_after() throws Exception {
    CancelScope outcome =
        Trio.run(() ->
            CancelScope.moveOnAfter(
                SHORT,
                scope -> {
                  assertThat(scope.cancelCalled()).isFalse();
                  blockForEver();
                }));

    assertThat(outcome.cancelledCaught()).isTrue();
  }

  @Test
  void a_task_that_was_handed_over_keeps_its_deadline() {
    Startable<String> server =
        status -> {
          CancelScope.failAfter(
              Duration.ofMillis(60),
              () -> {
                status.started("ready");
                blockForEver();
              });
        };

    assertThatThrownBy(() -> Trio.run(() -> Nursery.run(nursery -> nursery.start(server))))
        .isInstanceOf(ExceptionGroup.class)
        .hasRootCauseInstanceOf(TooSlowException.class);
  }

  @Test
  void a_foreign_thread_may_hold_up_the_body_meanwhile() {
    Object monitor = new Object();
    AtomicBoolean hasPassed = new AtomicBoolean();
    AtomicBoolean wentOn = new AtomicBoolean();

    CancelScope scope =
        Trio.run(() ->
            CancelScope.moveOnAfter(
                SHORT,
                () ->
                    Nursery.run(nursery -> {
                      nursery.startSoon(() -> {
                        try {
                          blockForEver();
                        } finally {
                          hasPassed.set(true);
                        }
                      });
                      occupyUntil(hasPassed, monitor);
                      synchronized (monitor) {
                        wentOn.set(true);
                      }
                      blockForEver();
                    })));

    assertThat(wentOn).isTrue();
    assertThat(scope.cancelledCaught()).isTrue();
  }

  /// Returns when a foreign thread has the monitor, which no interrupt gets from it.
  private static void occupyUntil(AtomicBoolean condition, Object monitor) {
    AtomicBoolean occupied = new AtomicBoolean();
    Thread.ofPlatform()
        .start(() -> {
          synchronized (monitor) {
            occupied.set(true);
            Until.is(condition::get);
          }
        });
    Until.isWhileRunning(occupied::get);
  }
}
