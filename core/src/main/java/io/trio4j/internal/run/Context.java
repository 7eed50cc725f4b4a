package io.trio4j.internal.run;

import io.trio4j.Action;
import io.trio4j.Call;
import io.trio4j.TaskLocal;
import org.jspecify.annotations.Nullable;

/// The bindings a task sees: an immutable list, newest first. Few are bound, so a walk is quicker
/// than a map and binding one copies nothing.
public final class Context {
  static final Context EMPTY = new Context(null, null, null, null);

  /// A body that may throw anything.
  interface Body {
    @Nullable Object call() throws Throwable;
  }

  private final @Nullable Object key; // a TaskLocal, or null if this node binds ScopedValues
  private final @Nullable Object value;
  private final @Nullable Context next;
  private final ScopedValue.@Nullable Carrier carrier;

  private Context(
      @Nullable Object key,
      @Nullable Object value,
      @Nullable Context next,
      ScopedValue.@Nullable Carrier carrier) {
    this.key = key;
    this.value = value;
    this.next = next;
    this.carrier = carrier;
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
    task.setContext(new Context(local, value, before, before.carrier));
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

  /// What a child started here by `starter` sees.
  static Context capture(RunTask<?> starter) {
    Run run = starter.inRun();
    if (run.options().inherited().isEmpty()) {
      return starter.context();
    }
    ScopedValue.Carrier carrier = null;
    for (ScopedValue<?> key : run.options().inherited()) {
      if (key.isBound()) {
        carrier = bind(carrier, key);
      }
    }
    Context now = starter.context();
    return new Context(now.key, now.value, now.next, carrier);
  }

  private static <V> ScopedValue.Carrier bind(
      ScopedValue.@Nullable Carrier carrier, ScopedValue<V> key) {
    return carrier == null ? ScopedValue.where(key, key.get()) : carrier.where(key, key.get());
  }

  boolean bindsScopedValues() {
    return carrier != null;
  }

  @Nullable Object callWithScopedValues(Body body) throws Throwable {
    ScopedValue.Carrier bound = carrier;
    return bound == null ? body.call() : bound.<@Nullable Object, Throwable>call(body::call);
  }
}
