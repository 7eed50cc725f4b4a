package io.trio4j;

import io.trio4j.internal.run.RunValues;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A variable each run has a value of its own for: caches, limiters, pools that shall not outlive a
/// run.
///
/// {@snippet class="io.trio4j.snippets.ContextSnippets" region="runLocal"}
///
/// @param <T> the value
/// @threadsafety any task of a run; [#set] and [#get] of one run are ordered as volatile accesses
/// @source Trio `RunVar`; conformance T576–T581
/// @since 0.1
public final class RunLocal<T> {
  private final String name;
  private final @Nullable T initial;

  private RunLocal(String name, @Nullable T initial) {
    this.name = name;
    this.initial = initial;
  }

  /// A variable without a value until it is set.
  ///
  /// @param <T> the value
  /// @param name for messages
  /// @return a new run-local
  /// @checkpoint never
  public static <T> RunLocal<T> of(String name) {
    return new RunLocal<>(name, null);
  }

  /// A variable with a value where none is set.
  ///
  /// @param <T> the value
  /// @param name for messages
  /// @param initial the value where none is set
  /// @return a new run-local
  /// @checkpoint never
  public static <T> RunLocal<T> withDefault(String name, T initial) {
    return new RunLocal<>(name, initial);
  }

  /// The value in the current run.
  ///
  /// @return the value set, or the default
  /// @checkpoint never
  /// @throws NoSuchElementException if none is set and there is no default
  /// @throws IllegalStateException outside a run
  public T get() {
    T value = RunValues.get(this);
    if (value == null) {
      value = initial;
    }
    if (value == null) {
      throw new NoSuchElementException(
          this + " has no value in this run. Set one, or give it a default.");
    }
    return value;
  }

  /// The value in the current run, or `fallback` while none is set, also if there is a default.
  ///
  /// @param fallback returned while none is set
  /// @return the value
  /// @checkpoint never
  /// @throws IllegalStateException outside a run
  public T getOrElse(T fallback) {
    T value = RunValues.get(this);
    return value == null ? fallback : value;
  }

  /// Sets the value in the current run.
  ///
  /// @param value the new value
  /// @return takes this change back, once
  /// @checkpoint never
  /// @throws IllegalStateException outside a run
  public Reset set(T value) {
    return new Reset(this, RunValues.currentRun(), RunValues.put(this, value));
  }

  /// Takes a change back.
  ///
  /// @param token what [#set(Object)] of this variable returned
  /// @checkpoint never
  /// @throws IllegalArgumentException if the token was used already, or is of another variable or
  ///   run
  /// @throws IllegalStateException outside a run
  public void reset(Reset token) {
    if (token.local != this) {
      throw new IllegalArgumentException(
          "the token was made by " + token.local + ", it is not for " + this);
    }
    if (token.run != RunValues.currentRun()) {
      throw new IllegalArgumentException(
          "the token of " + this + " was made in another run. Reset it where it was set.");
    }
    if (token.used) {
      throw new IllegalArgumentException(
          "the token of " + this + " was already used. Each set gives a token for one reset.");
    }
    token.used = true;
    RunValues.restore(this, token.previous);
  }

  @Override
  public String toString() {
    return "RunLocal[" + name + "]";
  }

  /// Takes one change of a [RunLocal] back.
  ///
  /// @since 0.1
  public static final class Reset {
    private final RunLocal<?> local;
    private final Object run;
    private final @Nullable Object previous;
    private boolean used; // guarded by the task that resets; a token is not shared

    private Reset(RunLocal<?> local, Object run, @Nullable Object previous) {
      this.local = local;
      this.run = run;
      this.previous = previous;
    }
  }
}
