package io.trio4j.combinators;

import org.jspecify.annotations.Nullable;

/// What is done with each item of an input, and gives a value.
///
/// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="itemCall"}
///
/// @param <T> the item
/// @param <R> the value
/// @since 0.1
@FunctionalInterface
public interface ItemCall<T extends @Nullable Object, R extends @Nullable Object> {
  /// Runs the body for one item.
  ///
  /// @param item the item
  /// @return its value
  /// @throws Exception whatever the body throws
  R call(T item) throws Exception;
}
