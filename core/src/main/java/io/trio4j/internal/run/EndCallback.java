package io.trio4j.internal.run;

import io.trio4j.Outcome;
import io.trio4j.Registration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One callback for the end of one task. Whoever takes it out of the task's list calls it, so it is
/// called once.
public final class EndCallback<T extends @Nullable Object>
    implements Registration, Consumer<RunTask<?>> {
  private final RunTask<T> task;
  private final Consumer<? super Outcome<T>> callback;

  EndCallback(RunTask<T> task, Consumer<? super Outcome<T>> callback) {
    this.task = task;
    this.callback = Objects.requireNonNull(callback, "callback");
  }

  /// Lists it, or calls it at once. A task that ends meanwhile may have looked at its list before;
  /// then its end is seen here (RunTask, I2).
  void register() {
    TaskExtras extras = task.addExtras();
    boolean listed = extras.addAtEnd(this);
    if (!listed || (task.isDone() && extras.removeAtEnd(this))) {
      callback.accept(task.ended());
    }
  }

  /// The task ends, and took it out of its list.
  @Override
  public void accept(RunTask<?> ended) {
    callback.accept(task.ended());
  }

  @Override
  public boolean remove() {
    TaskExtras extras = task.extras();
    return extras != null && extras.removeAtEnd(this);
  }

  @Override
  public String toString() {
    return "Registration[" + callback + ", at the end of " + task + "]";
  }
}
