package io.trio4j.combinators;

import org.jspecify.annotations.Nullable;

/// What is done with each item of an input or each result, and gives no value.
///
/// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="itemAction"}
///
/// @param <T> the item
/// @since 0.1
@FunctionalInterface
public interface ItemAction<T extends @Nullable Object> {
  /// Runs the body for one item.
  ///
  /// @param item the item
  /// @throws Exception whatever the body throws
  void run(T item) throws Exception;
}
