package io.trio4j.interruption.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.ScopeOptions;
import io.trio4j.Trio;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Cancels code while it blocks, and tells how it ended.
///
/// The code is something that would block for ever: that a probe returns at all says that the
/// cancel, or what the test did, has ended it.
public final class Probe {
  /// Longer than any test.
  public static final Duration FOR_EVER = Duration.ofDays(1);

  private static final String ENGINE_LOG = "io.trio4j.interrupt";
  private static final String REPORT = "was interrupted once and still blocks";

  private Probe() {}

  /// Runs `code` in a task and cancels the scope around it when it is where it should be.
  public static Ending cancel(RunMode mode, When when, Code code) throws Exception {
    return cancelThen(mode, when, code, () -> {});
  }

  /// As [#cancel]; after the cancel another thread does something more.
  public static Ending cancelThen(RunMode mode, When when, Code code, Code afterCancel)
      throws Exception {
    AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
    Trio.<Exception>run(
        RunOptions.defaults().withMode(mode),
        () -> {
          Thread subject = Thread.currentThread();
          CancelScope scope = CancelScope.of(ScopeOptions.defaults());
          Code cancel =
              () -> {
                scope.cancel("test");
                afterCancel.run();
              };
          try (Observer _ = Observer.start(() -> when.isThere(subject), cancel)) {
            scope.<Exception>enter(() -> {
              ending.set(endingOf(code));
              Trio.checkpoint();
            });
          }
          assertThat(scope.cancelledCaught())
              .as("cancelled while the code ran, which ended: " + ending.get())
              .isTrue();
          assertThat(subject.isInterrupted()).isFalse();
        });
    return Objects.requireNonNull(ending.get());
  }

  /// Cancels code that blocks without being seen to wait, together with a sibling that waits. When
  /// the sibling was interrupted, so that the engine has been at work, `release` ends the code.
  ///
  /// @throws AssertionError if the code was interrupted
  public static Ending.LeftAlone leaveAlone(When when, Code code, Code release) throws Exception {
    AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
    Subject subject = new Subject();
    Subject sibling = new Subject();
    CancelScope scope = CancelScope.of(ScopeOptions.defaults());
    try (Observer _ =
        Observer.start(
            () ->
                subject.isThere(when) && sibling.isThere(When.waitingIn("java.lang.Thread.sleep")),
            () -> scope.cancel("test"))) {
      Trio.run(() ->
          scope.enter(() ->
              Nursery.run(nursery -> {
                nursery.startSoon(
                    "subject",
                    () -> {
                      subject.thread = Thread.currentThread();
                      ending.set(endingOf(() -> uninterrupted(code)));
                    });
                nursery.startSoon("sibling", () -> sleepThen(sibling, release));
              })));
    }
    assertThat(scope.cancelledCaught()).isTrue();
    return new Ending.LeftAlone(Objects.requireNonNull(ending.get()));
  }

  /// A thread that is not there yet.
  private static final class Subject {
    volatile @Nullable Thread thread;

    boolean isThere(When when) {
      Thread started = thread;
      return started != null && when.isThere(started);
    }
  }

  private static void uninterrupted(Code code) throws Exception {
    try {
      code.run();
    } finally {
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }

  private static void sleepThen(Subject self, Code release) throws Exception {
    self.thread = Thread.currentThread();
    try {
      Thread.sleep(FOR_EVER);
    } finally {
      release.run();
    }
  }

  /// Cancels code that waits and does not heed its interrupt. When the engine has interrupted it
  /// once more, a second later, and reported that, `release` ends the code.
  ///
  /// @throws AssertionError if the first interrupt ended the code
  public static Ending.Deaf deaf(When when, Code code, Code release) throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    try (Logged log = new Logged(ENGINE_LOG)) {
      Code noted =
          () -> {
            try {
              code.run();
            } finally {
              ended.set(true);
            }
          };
      Code releaseLate =
          () -> {
            Until.is(() -> log.has(REPORT) || ended.get());
            release.run();
          };
      Ending then = cancelThen(RunMode.PARALLEL, when, noted, releaseLate);
      assertThat(log.has(REPORT)).as("not deaf: " + then).isTrue();
      return new Ending.Deaf(then);
    }
  }

  /// Waits for the cancel, then does what books on Java tell: sets the interrupt flag again. What
  /// follows runs with the flag set.
  public static void waitAndKeepTheFlag() {
    try {
      Thread.sleep(FOR_EVER);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// When [#waitAndKeepTheFlag] waits.
  public static When asleep() {
    return When.waitingIn("java.lang.Thread.sleep");
  }

  private static Ending endingOf(Code code) {
    try {
      CancelScope.<Exception>run(_ -> code.run());
      return new Ending.Returned();
    } catch (Cancelled cancelled) { // the checkpoint that follows throws another
      return new Ending.Stopped(cancelled.getCause());
    } catch (Exception failure) { // the test looks at it
      return new Ending.Failed(failure);
    }
  }
}
