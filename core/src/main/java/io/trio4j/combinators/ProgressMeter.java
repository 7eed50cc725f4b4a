package io.trio4j.combinators;

import io.trio4j.Call;
import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Counts what was begun, done and failed, for those who want to see it meanwhile. It shows nothing
/// by itself.
///
/// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="progress"}
///
/// Given to [MapOptions#withProgress(ProgressMeter)] it counts the items; their number is known in
/// advance if the input is a collection or a stream that knows its size, else it can be told with
/// [#expect(long)]. Several calls may use one meter: then it shows their sum.
///
/// @threadsafety any thread; each [#progress()] is a state that all of it had at one moment
/// @since 0.1
public final class ProgressMeter {
  /// The two times are null before the first start.
  private record Counts(
      long done,
      long failed,
      long running,
      OptionalLong total,
      @Nullable TrioTime began,
      @Nullable TrioTime latest) {

    Counts started(TrioTime now) {
      return new Counts(done, failed, running + 1, total, began == null ? now : began, now);
    }

    Counts done(TrioTime now) {
      return new Counts(done + 1, failed, running - 1, total, began, now);
    }

    Counts failed(TrioTime now) {
      return new Counts(done, failed + 1, running - 1, total, began, now);
    }

    Counts cancelled(TrioTime now) {
      return new Counts(done, failed, running - 1, total, began, now);
    }

    Counts expecting(long more) {
      OptionalLong sum = OptionalLong.of(total.orElse(0) + more);
      return new Counts(done, failed, running, sum, began, latest);
    }
  }

  private final AtomicReference<Counts> counts =
      new AtomicReference<>(new Counts(0, 0, 0, OptionalLong.empty(), null, null)); // CAS by anyone

  private ProgressMeter() {}

  /// A meter that has counted nothing.
  ///
  /// @return a new meter
  /// @checkpoint never
  public static ProgressMeter create() {
    return new ProgressMeter();
  }

  /// Says that `count` more items will come.
  ///
  /// @param count not negative
  /// @checkpoint never
  /// @throws IllegalArgumentException if `count` is negative
  public void expect(long count) {
    if (count < 0) {
      throw new IllegalArgumentException("count must not be negative: " + count);
    }
    count(before -> before.expecting(count));
  }

  /// Runs `body` and counts it: as running, then as done if it returned or as failed if it threw.
  /// If it was cancelled it is neither, and remains.
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param body what to count
  /// @return the body's value
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  /// @throws IllegalStateException outside a task
  public <T extends @Nullable Object, X extends Throwable> T track(Call<T, X> body) throws X {
    count(before -> before.started(Trio.currentTime()));
    T value;
    try {
      // The edge of a scope turns what an interrupt of ours caused into the cancel that it is.
      value = CancelScope.<T, X>call(_ -> body.call());
    } catch (Cancelled cancelled) {
      count(before -> before.cancelled(Trio.currentTime()));
      throw cancelled;
    } catch (Throwable failure) {
      count(before -> before.failed(Trio.currentTime()));
      throw failure;
    }
    count(before -> before.done(Trio.currentTime()));
    return value;
  }

  private void count(UnaryOperator<Counts> event) {
    counts.updateAndGet(event);
  }

  /// How far it has come.
  ///
  /// @return a snapshot
  /// @checkpoint never
  public Progress progress() {
    Counts now = counts.get();
    TrioTime began = now.began();
    TrioTime latest = now.latest();
    Duration elapsed = began == null || latest == null ? Duration.ZERO : began.until(latest);
    return new Progress(now.done(), now.failed(), now.running(), now.total(), elapsed);
  }

  @Override
  public String toString() {
    return "ProgressMeter[" + progress() + "]";
  }
}
