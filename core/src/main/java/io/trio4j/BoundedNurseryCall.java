package io.trio4j;

import org.jspecify.annotations.Nullable;

/// The body of a [BoundedNursery] that gives a value. What it throws arrives in an
/// [ExceptionGroup].
///
/// {@snippet class="io.trio4j.snippets.BoundedNurserySnippets" region="call"}
///
/// @param <T> the value
/// @since 0.1
@FunctionalInterface
public interface BoundedNurseryCall<T extends @Nullable Object> {
  /// Runs the body.
  ///
  /// @param nursery the nursery that was opened for it
  /// @return its value
  /// @throws Exception whatever the body throws
  T call(BoundedNursery nursery) throws Exception;
}
