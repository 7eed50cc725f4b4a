package io.trio4j.internal.interrupt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.support.Logged;
import io.trio4j.support.Until;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What an interrupt of ours becomes at the edges of scopes, nurseries and tasks.
class EdgeTest {
  private static final Duration FOR_EVER = Duration.ofDays(1);

  /// Code that blocks.
  interface Block {
    void block() throws Exception;
  }

  /// Blocks in a scope that is cancelled then.
  private static CancelScope cancelled(RunMode mode, Block code) throws Exception {
    List<CancelScope> scopes = new ArrayList<>();
    Trio.<Exception>run(
        RunOptions.defaults().withMode(mode),
        () ->
            scopes.add(
                CancelScope.<Exception>run(scope -> {
                  cancelWhenBlocked(scope);
                  code.block();
                })));
    return scopes.getFirst();
  }

  private static void cancelWhenBlocked(CancelScope scope) {
    Thread me = Thread.currentThread();
    Thread.ofPlatform()
        .start(() -> {
          Until.isBlocked(me);
          scope.cancel("test");
        });
  }

  @Nested
  class Clean_up {
    @ParameterizedTest
    @EnumSource
    void runs_with_a_clear_flag_also_after_code_that_set_it_again(RunMode mode) throws Exception {
      List<Boolean> flags = new ArrayList<>();

      cancelled(
          mode,
          () -> {
            try {
              Thread.sleep(FOR_EVER);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
              throw e;
            } finally {
              CancelScope.cleanup(
                  FOR_EVER, () -> flags.add(Thread.currentThread().isInterrupted()));
            }
          });

      assertThat(flags).containsExactly(false);
    }

    @Test
    void that_fails_in_a_try_with_resources_is_an_error() {
      IOException real = new IOException("disk full");

      assertThatThrownBy(() ->
              cancelled(
                  RunMode.PARALLEL,
                  () -> {
                    try (AutoCloseable _ =
                        () -> {
                          throw real;
                        }) {
                      Thread.sleep(FOR_EVER);
                    }
                  }))
          .isInstanceOfSatisfying(
              ExceptionGroup.class, group -> assertThat(group.errors()).containsExactly(real));
    }

    @Test
    void that_is_interrupted_in_a_try_with_resources_is_no_error() throws Exception {
      CancelScope scope =
          cancelled(
              RunMode.PARALLEL,
              () -> {
                try (AutoCloseable _ = () -> Thread.sleep(FOR_EVER)) {
                  Trio.sleepForever();
                }
              });

      assertThat(scope.cancelledCaught()).isTrue();
    }
  }

  @Nested
  class A_Cancelled_that_is_swallowed {
    @Test
    void is_reported_also_if_there_was_an_interrupt() throws Exception {
      try (Logged logged = new Logged("io.trio4j.run")) {
        cancelled(
            RunMode.PARALLEL,
            () -> {
              try {
                CancelScope.<Exception>run(_ -> Thread.sleep(FOR_EVER));
              } catch (Cancelled _) {
                // the mistake
              }
            });

        assertThat(logged.lines).hasSize(1);
      }
    }
  }

  @Nested
  class An_exception_stays_what_it_is {
    @Test
    void if_no_scope_was_cancelled() {
      assertThatThrownBy(() -> Trio.run(() -> fail(new InterruptedException("mine"))))
          .isInstanceOf(InterruptedException.class)
          .hasMessage("mine");
    }

    @Test
    void if_the_task_was_not_interrupted() {
      assertThatThrownBy(() ->
              Trio.<Exception>run(() ->
                  CancelScope.<Exception>run(scope -> {
                    scope.cancel();
                    fail(new InterruptedException("mine"));
                  })))
          .hasMessage("mine");
    }

    @Test
    void if_it_is_a_time_out() {
      assertThatThrownBy(() -> afterInterrupt(new SocketTimeoutException("slow")))
          .hasMessage("slow");
    }

    @Test
    void if_it_has_nothing_to_do_with_interrupts() {
      assertThatThrownBy(() -> afterInterrupt(new IOException("broken"))).hasMessage("broken");
    }

    private void afterInterrupt(Exception thrown) throws Exception {
      cancelled(
          RunMode.PARALLEL,
          () -> {
            try {
              Thread.sleep(FOR_EVER);
            } catch (InterruptedException e) {
              throw thrown;
            }
          });
    }

    private static void fail(Exception exception) throws Exception {
      throw exception;
    }
  }

  @Nested
  class In_a_nursery {
    @Test
    void interrupted_children_and_body_are_no_members_of_the_group() {
      CountDownLatch started = new CountDownLatch(2);

      assertThatThrownBy(() ->
              Trio.run(() ->
                  Nursery.run(nursery -> {
                    nursery.startSoon(() -> sleepAfter(started));
                    nursery.startSoon(() -> sleepAfter(started));
                    nursery.startSoon(() -> {
                      started.await();
                      throw new IllegalStateException("the only error");
                    });
                    Thread.sleep(FOR_EVER);
                  })))
          .isInstanceOfSatisfying(
              ExceptionGroup.class,
              group ->
                  assertThat(group.errors())
                      .singleElement()
                      .extracting(Throwable::getMessage)
                      .isEqualTo("the only error"));
    }

    private void sleepAfter(CountDownLatch latch) throws InterruptedException {
      latch.countDown();
      Thread.sleep(FOR_EVER);
    }
  }
}
