package io.trio4j.combinators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.trio4j.Action;
import io.trio4j.Call;
import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.RunMode;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.support.Modes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Bodies for combinators, and what was seen of them.
final class Lab {
  final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  /// A run in which nothing is left when `body` has ended.
  <X extends Throwable> void run(RunMode mode, Action<X> body) throws X {
    Trio.run(
        Modes.options(mode),
        () -> {
          body.run();
          assertNothingRuns();
        });
  }

  <T extends @Nullable Object, X extends Throwable> T call(RunMode mode, Call<T, X> body) throws X {
    return Trio.run(
        Modes.options(mode),
        () -> {
          T value = body.call();
          assertNothingRuns();
          return value;
        });
  }

  /// What `body` throws, after which nothing is left.
  <T extends Throwable> T thrown(RunMode mode, Class<T> type, Action<?> body) {
    return call(
        mode,
        () -> {
          Throwable thrown = catchThrowable(body::run);
          assertThat(thrown).isInstanceOf(type);
          return type.cast(thrown);
        });
  }

  ExceptionGroup group(RunMode mode, Action<?> body) {
    return thrown(mode, ExceptionGroup.class, body);
  }

  /// What `body` throws, in a run that is there already.
  static ExceptionGroup groupOf(Action<?> body) {
    Throwable thrown = catchThrowable(body::run);
    assertThat(thrown).isInstanceOf(ExceptionGroup.class);
    return (ExceptionGroup) thrown;
  }

  void assertNothingRuns() {
    assertThat(running).as("bodies that have not ended").hasValue(0);
  }

  int mostAtOnce() {
    return most.get();
  }

  /// Counts a body while it runs.
  <T extends @Nullable Object> T counted(Callable<T> body) throws Exception {
    most.accumulateAndGet(running.incrementAndGet(), Math::max);
    try {
      return body.call();
    } finally {
      running.decrementAndGet();
    }
  }

  <T extends @Nullable Object> Callable<T> value(long millis, T value) {
    return () ->
        counted(() -> {
          sleep(millis);
          return value;
        });
  }

  Callable<String> failing(long millis, Throwable failure) {
    return () ->
        counted(() -> {
          sleep(millis);
          throw sneaky(failure);
        });
  }

  /// Waits until it is cancelled, and says so.
  Callable<String> stuck(String name) {
    return () ->
        counted(() -> {
          try {
            Trio.sleepForever();
            return "unreachable";
          } catch (Cancelled cancelled) {
            log.add(name + " cancelled");
            throw cancelled;
          }
        });
  }

  /// Waits until it is cancelled, and then fails.
  Callable<String> failingWhenCancelled(Exception failure) {
    return () ->
        counted(() -> {
          try {
            Trio.sleepForever();
            return "unreachable";
          } catch (Cancelled _) {
            throw failure;
          }
        });
  }

  /// Does not notice that it is cancelled.
  <T extends @Nullable Object> Callable<T> shielded(long millis, T value) {
    return () ->
        counted(() -> {
          CancelScope.shielded(() -> sleep(millis));
          return value;
        });
  }

  /// Cancels its own task, and nothing else.
  Callable<String> cancellingItself(long millis) {
    return () ->
        counted(() -> {
          sleep(millis);
          Task.current().cancel("myself");
          Trio.checkpoint();
          return "unreachable";
        });
  }

  static void sleep(long millis) {
    Trio.sleep(Duration.ofMillis(millis));
  }

  /// Milliseconds on the run's clock, which begins at zero.
  static long now() {
    return Trio.currentTime().nanos() / 1_000_000;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // never really cast
  static <X extends Throwable> X sneaky(Throwable error) throws X {
    throw (X) error;
  }
}
