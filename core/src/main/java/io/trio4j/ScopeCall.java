package io.trio4j;

import org.jspecify.annotations.Nullable;

/// The body of a [CancelScope] that wants to see its scope and gives a value.
///
/// {@snippet class="io.trio4j.snippets.BodySnippets" region="scopeCall"}
///
/// @param <T> the value
/// @param <X> the checked type the body throws
/// @since 0.1
@FunctionalInterface
public interface ScopeCall<T extends @Nullable Object, X extends Throwable> {
  /// Runs the body.
  ///
  /// @param scope the scope that was entered for it
  /// @return its value
  /// @throws X whatever the body throws
  T call(CancelScope scope) throws X;
}
