package io.trio4j.internal.run;

import io.trio4j.Action;
import io.trio4j.Call;
import io.trio4j.ContextCarrier;
import io.trio4j.RunOptions;
import io.trio4j.TaskLocal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bindings a task sees: an immutable list, newest first. Few are bound, so a walk is quicker
/// than a map and binding one copies nothing.
public final class Context {
  static final Context EMPTY = new Context(null, null, null, null, Carriers.NONE);

  /// A body that may throw anything.
  interface Body {
    @Nullable Object call() throws Throwable;
  }

  private final @Nullable Object key; // a TaskLocal, or null if this node binds ScopedValues
  private final @Nullable Object value;
  private final @Nullable Context next;
  private final ScopedValue.@Nullable Carrier scoped;
  private final List<ContextCarrier.Captured> carried; // to be installed as the task begins

  private Context(
      @Nullable Object key,
      @Nullable Object value,
      @Nullable Context next,
      ScopedValue.@Nullable Carrier scoped,
      List<ContextCarrier.Captured> carried) {
    this.key = key;
    this.value = value;
    this.next = next;
    this.scoped = scoped;
    this.carried = carried;
  }

  @SuppressWarnings("unchecked") // a TaskLocal<T> is only ever bound to a T
  public static <T> @Nullable T lookup(TaskLocal<T> local) {
    RunTask<?> task = RunTask.currentOrNull();
    for (Context at = task == null ? null : task.context(); at != null; at = at.next) {
      if (at.key == local) {
        return (T) at.value;
      }
    }
    return null;
  }

  public static <T, R extends @Nullable Object, X extends Throwable> R where(
      TaskLocal<T> local, T value, Call<R, X> body) throws X {
    RunTask<?> task = RunTask.current();
    Context before = task.context();
    task.setContext(new Context(local, value, before, before.scoped, before.carried));
    try {
      return body.call();
    } finally {
      task.setContext(before);
    }
  }

  public static <X extends Throwable> Call<@Nullable Void, X> asCall(Action<X> body) {
    return () -> {
      body.run();
      return null;
    };
  }

  /// Options of a nested run: its tasks inherit what those of the outer one do, too.
  static RunOptions inheriting(RunOptions outer, RunOptions own) {
    RunOptions all = own;
    for (ScopedValue<?> key : outer.inherited()) {
      all = own.inherited().contains(key) ? all : all.withInherited(key);
    }
    return all;
  }

  /// What a child started here by `starter` sees.
  static Context capture(RunTask<?> starter) {
    Run run = starter.inRun();
    return run.capturesNothing() ? starter.context() : capture(run, starter.context());
  }

  /// What a task sees that has the bindings of `now` and is started by this thread, a task or not.
  static Context capture(Run run, Context now) {
    if (run.capturesNothing()) {
      return now;
    }
    ScopedValue.Carrier scoped = null;
    for (ScopedValue<?> key : run.options().inherited()) {
      if (key.isBound()) {
        scoped = bind(scoped, key);
      }
    }
    return new Context(now.key, now.value, now.next, scoped, Carriers.capture(run.carriers()));
  }

  private static <V> ScopedValue.Carrier bind(
      ScopedValue.@Nullable Carrier scoped, ScopedValue<V> key) {
    return scoped == null ? ScopedValue.where(key, key.get()) : scoped.where(key, key.get());
  }

  /// Whether a body simply runs.
  boolean isPlain() {
    return scoped == null && carried.isEmpty();
  }

  /// Runs the body of a task with what was captured for it.
  @Nullable Object call(Body body) throws Throwable {
    ScopedValue.Carrier bound = scoped;
    Body carrying = carried.isEmpty() ? body : () -> Carriers.call(carried, body);
    return bound == null
        ? carrying.call()
        : bound.<@Nullable Object, Throwable>call(carrying::call);
  }
}
