package io.trio4j.internal.interrupt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.trio4j.CancelScope;
import io.trio4j.CancelSource;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.Outcome;
import io.trio4j.RunCancelledException;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.TaskInterruptedException;
import io.trio4j.Trio;
import io.trio4j.lowlevel.Abort;
import io.trio4j.lowlevel.WaitToken;
import io.trio4j.support.Until;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Interrupts that are not ours.
class ForeignInterruptTest {
  private static RunOptions in(RunMode mode) {
    return RunOptions.defaults().withMode(mode);
  }

  private static void interruptWhenBlocked(Thread thread) {
    Thread.ofPlatform()
        .start(() -> {
          Until.isBlocked(thread);
          thread.interrupt();
        });
  }

  /// Runs `code` in a child that is interrupted when it blocks.
  private static Outcome<?> interruptedChild(RunMode mode, Runnable code) {
    AtomicReference<@Nullable Outcome<?>> outcome = new AtomicReference<>();
    Throwable _ =
        catchThrowable(() ->
            Trio.run(
                in(mode),
                () ->
                    Nursery.run(nursery -> {
                      Task<?> child =
                          nursery.startSoon(() -> {
                            interruptWhenBlocked(Thread.currentThread());
                            code.run();
                          });
                      outcome.set(CancelScope.shielded(child::joinOutcome));
                    })));
    return java.util.Objects.requireNonNull(outcome.get());
  }

  private static Throwable failure(Outcome<?> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Failure.class);
    return ((Outcome.Failure<?>) outcome).error();
  }

  @Nested
  class Of_a_run_s_caller {
    @ParameterizedTest
    @EnumSource
    void cancels_the_run_and_is_there_again_when_it_returns(RunMode mode) throws Exception {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      CompletableFuture<Boolean> flag = new CompletableFuture<>();
      Thread caller =
          Thread.ofPlatform()
              .start(() -> {
                interruptWhenBlocked(Thread.currentThread());
                thrown.complete(
                    catchThrowable(() -> Trio.run(in(mode), () -> Trio.sleepForever())));
                flag.complete(Thread.currentThread().isInterrupted());
              });

      caller.join();

      assertCancelledByInterrupt(thrown.get());
      assertThat(flag.get()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void cancels_the_run_whose_main_task_it_is(RunMode mode) throws Exception {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      CompletableFuture<Boolean> flag = new CompletableFuture<>();
      Thread caller =
          Thread.ofVirtual()
              .start(() -> {
                thrown.complete(catchThrowable(() -> Trio.run(in(mode), () -> sleepInterrupted())));
                flag.complete(Thread.currentThread().isInterrupted());
              });

      caller.join();

      assertCancelledByInterrupt(thrown.get());
      assertThat(flag.get()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void cancels_the_outermost_run_also_in_one_inside_it(RunMode mode) throws Exception {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      CompletableFuture<Boolean> flag = new CompletableFuture<>();
      Thread caller =
          Thread.ofVirtual()
              .start(() -> {
                thrown.complete(
                    catchThrowable(
                        () -> Trio.run(in(mode), () -> Trio.run(() -> sleepInterrupted()))));
                flag.complete(Thread.currentThread().isInterrupted());
              });

      caller.join();

      assertCancelledByInterrupt(thrown.get());
      assertThat(flag.get()).isTrue();
    }

    private static void sleepInterrupted() {
      interruptWhenBlocked(Thread.currentThread());
      Trio.sleepForever();
    }

    private static void assertCancelledByInterrupt(Throwable thrown) {
      assertThat(thrown)
          .isInstanceOfSatisfying(
              RunCancelledException.class,
              e -> assertThat(e.reason().source()).isEqualTo(CancelSource.INTERRUPT));
    }
  }

  @Nested
  class Of_another_task {
    @ParameterizedTest
    @EnumSource
    void is_thrown_by_the_wait_it_meets(RunMode mode) {
      Outcome<?> outcome = interruptedChild(mode, Trio::sleepForever);

      assertThat(failure(outcome))
          .isInstanceOf(TaskInterruptedException.class)
          .hasMessageMatching(
              "the thread of task main/.* was interrupted while it waited for nothing, for ever");
    }

    @ParameterizedTest
    @EnumSource
    void is_an_ordinary_failure_that_fails_its_nursery(RunMode mode) {
      assertThatThrownBy(() ->
              Trio.run(
                  in(mode),
                  () ->
                      Nursery.run(nursery -> {
                        nursery.startSoon(() -> {
                          Thread.currentThread().interrupt();
                          Trio.sleepForever();
                        });
                        Trio.sleepForever();
                      })))
          .isInstanceOfSatisfying(
              ExceptionGroup.class,
              group ->
                  assertThat(group.errors())
                      .singleElement()
                      .isInstanceOf(TaskInterruptedException.class));
    }

    @ParameterizedTest
    @EnumSource
    void fails_the_nursery_it_waits_for(RunMode mode) {
      Outcome<?> outcome =
          interruptedChild(mode, () -> Nursery.run(n -> n.startSoon(Trio::sleepForever)));

      assertThat(failure(outcome))
          .isInstanceOfSatisfying(
              ExceptionGroup.class,
              group ->
                  assertThat(group.errors())
                      .singleElement()
                      .isInstanceOf(TaskInterruptedException.class));
    }

    @ParameterizedTest
    @EnumSource
    void is_remembered_by_a_wait_that_cannot_be_ended(RunMode mode) {
      Outcome<?> outcome =
          interruptedChild(
              mode,
              () -> {
                WaitToken<String> token = WaitToken.create("what can't be ended");
                endWhenInterruptIsTaken(Thread.currentThread(), token);
                assertThat(token.parkShielded()).isEqualTo("ended");
                Trio.sleepForever();
              });

      assertThat(failure(outcome)).isInstanceOf(TaskInterruptedException.class);
    }

    @ParameterizedTest
    @EnumSource
    void is_remembered_by_a_wait_that_refuses(RunMode mode) {
      Outcome<?> outcome =
          interruptedChild(
              mode,
              () -> {
                WaitToken<String> token = WaitToken.create("what refuses");
                String value =
                    token.parkAsking(_ -> {
                      token.tryReschedule("refused");
                      return Abort.FAILED;
                    });
                assertThat(value).isEqualTo("refused");
                Trio.sleepForever();
              });

      assertThat(failure(outcome)).isInstanceOf(TaskInterruptedException.class);
    }

    @ParameterizedTest
    @EnumSource
    void is_remembered_by_a_wait_that_is_over(RunMode mode) {
      Outcome<?> outcome =
          interruptedChild(
              mode,
              () -> {
                Thread.currentThread().interrupt();
                WaitToken<String> token = WaitToken.create("what is over");
                token.tryReschedule("at once");
                assertThat(token.park(() -> {})).isEqualTo("at once");
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                Trio.sleepForever();
              });

      assertThat(failure(outcome)).isInstanceOf(TaskInterruptedException.class);
    }

    /// Ends the wait when the parked thread has been interrupted, and has taken the flag off and
    /// parked again, as it must: else it would spin.
    private static void endWhenInterruptIsTaken(Thread thread, WaitToken<String> token) {
      Thread.ofPlatform()
          .start(() -> {
            Until.isBlocked(thread);
            thread.interrupt();
            Until.is(() -> !thread.isInterrupted());
            Until.isBlocked(thread);
            token.tryReschedule("ended");
          });
    }
  }

  @Nested
  class Together_with_a_cancel {
    @ParameterizedTest
    @EnumSource
    void counts_as_ours(RunMode mode) {
      Outcome<?> outcome =
          interruptedChild(
              mode,
              () -> {
                CancelScope scope =
                    CancelScope.run(inner -> {
                      inner.cancel();
                      Thread.currentThread().interrupt();
                      Trio.sleepForever();
                    });
                assertThat(scope.cancelledCaught()).isTrue();
                Trio.sleepForever();
              });

      assertThat(failure(outcome)).isInstanceOf(TaskInterruptedException.class);
    }
  }
}
