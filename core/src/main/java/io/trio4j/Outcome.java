package io.trio4j;

import org.jspecify.annotations.Nullable;

/// How something ended.
///
/// {@snippet class="io.trio4j.snippets.NurserySnippets" region="task"}
///
/// @param <T> the value
/// @since 0.1
public sealed interface Outcome<T extends @Nullable Object> {
  /// It returned.
  ///
  /// @param <T> the value
  /// @param value what it returned
  record Success<T extends @Nullable Object>(T value) implements Outcome<T> {}

  /// It threw.
  ///
  /// @param <T> the value
  /// @param error what it threw
  record Failure<T extends @Nullable Object>(Throwable error) implements Outcome<T> {}

  /// It was cancelled.
  ///
  /// @param <T> the value
  /// @param reason who cancelled it and why
  record Stopped<T extends @Nullable Object>(CancelReason reason) implements Outcome<T> {}
}
