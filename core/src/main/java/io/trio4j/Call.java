package io.trio4j;

import org.jspecify.annotations.Nullable;

/// A body that gives a value and may throw.
///
/// {@snippet class="io.trio4j.snippets.BodySnippets" region="call"}
///
/// @param <T> the value
/// @param <X> the checked type the body throws; inferred as `RuntimeException` if it throws none
/// @since 0.1
@FunctionalInterface
public interface Call<T extends @Nullable Object, X extends Throwable> {
  /// Runs the body.
  ///
  /// @return its value
  /// @throws X whatever the body throws
  T call() throws X;
}
