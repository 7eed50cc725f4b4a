package io.trio4j.combinators;

import io.trio4j.CancelReason;
import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.Outcome;
import io.trio4j.Task;
import io.trio4j.TaskCancelledException;
import org.jspecify.annotations.Nullable;

/// Where the result of one item goes. Written by the item's task, read after that has ended.
///
/// @param <R> the result
final class Place<R extends @Nullable Object> {
  private @Nullable R value;
  private boolean filled;
  private @Nullable Task<?> unfilledBy; // kept only if it has no value: a task is larger than this

  /// Runs the body. Its edge is a scope, where what an interrupt of ours made it throw turns into
  /// the cancel that it is.
  <T extends @Nullable Object> void fill(ItemCall<? super T, ? extends R> body, T item)
      throws Exception {
    try {
      value = CancelScope.<R, Exception>call(_ -> body.call(item));
      filled = true;
    } catch (Cancelled cancelled) {
      unfilledBy = Task.current();
      throw cancelled;
    }
  }

  boolean isFilled() {
    return filled;
  }

  @SuppressWarnings("NullAway") // filled with an R, which is null only if R may be
  R value() {
    return value;
  }

  /// Why there is no value, although the nursery did not fail: the body cancelled its own task.
  CancelReason whyNot() {
    return switch (task().outcome().orElseThrow()) {
      case Outcome.Stopped<?>(CancelReason reason) -> reason;
      case Outcome<?> other ->
          throw new IllegalStateException("unreachable: no value of " + task() + ", but " + other);
    };
  }

  TaskCancelledException cancelled() {
    return new TaskCancelledException(task(), whyNot());
  }

  private Task<?> task() {
    Task<?> task = unfilledBy;
    if (task == null) {
      throw new IllegalStateException("unreachable: neither a value nor a task without one");
    }
    return task;
  }
}
