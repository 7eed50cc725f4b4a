package io.trio4j;

import io.trio4j.internal.run.Context;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A value bound for a block and for every task started in it: who asks, which request this is.
///
/// A child sees what was bound where it was started. Nothing flows back.
///
/// {@snippet class="io.trio4j.snippets.ContextSnippets" region="local"}
///
/// @param <T> the value
/// @threadsafety immutable; the binding belongs to the task
/// @source Trio's context variables; conformance T042–T044, T610–T612
/// @since 0.1
public final class TaskLocal<T> {
  private final String name;
  private final @Nullable T initial;

  private TaskLocal(String name, @Nullable T initial) {
    this.name = name;
    this.initial = initial;
  }

  /// A task-local without a value until it is bound.
  ///
  /// @param <T> the value
  /// @param name for messages
  /// @return a new task-local
  /// @checkpoint never
  public static <T> TaskLocal<T> of(String name) {
    return new TaskLocal<>(name, null);
  }

  /// A task-local with a value where none is bound.
  ///
  /// @param <T> the value
  /// @param name for messages
  /// @param initial the value where none is bound
  /// @return a new task-local
  /// @checkpoint never
  public static <T> TaskLocal<T> withDefault(String name, T initial) {
    return new TaskLocal<>(name, initial);
  }

  /// The value bound here.
  ///
  /// @return the innermost binding, or the default
  /// @checkpoint never
  /// @throws IllegalStateException if nothing is bound and there is no default
  public T get() {
    T value = Context.lookup(this);
    if (value == null) {
      value = initial;
    }
    if (value == null) {
      throw new IllegalStateException(
          this + " has no value here. Bind one with where(value, body), or give it a default.");
    }
    return value;
  }

  /// The value bound here, if any.
  ///
  /// @return the innermost binding or the default; empty without both
  /// @checkpoint never
  public Optional<T> find() {
    T value = Context.lookup(this);
    return Optional.ofNullable(value == null ? initial : value);
  }

  /// Binds `value` while `body` runs.
  ///
  /// @param <X> the checked type the body throws
  /// @param value seen by `body` and every task started in it
  /// @param body what to run
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  /// @throws IllegalStateException outside a task
  public <X extends Throwable> void where(T value, Action<X> body) throws X {
    Context.where(this, value, Context.asCall(body));
  }

  /// Binds `value` while `body` runs.
  ///
  /// @param <R> the body's value
  /// @param <X> the checked type the body throws
  /// @param value seen by `body` and every task started in it
  /// @param body what to run
  /// @return the body's value
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  /// @throws IllegalStateException outside a task
  public <R extends @Nullable Object, X extends Throwable> R where(T value, Call<R, X> body)
      throws X {
    return Context.where(this, value, body);
  }

  @Override
  public String toString() {
    return "TaskLocal[" + name + "]";
  }
}
