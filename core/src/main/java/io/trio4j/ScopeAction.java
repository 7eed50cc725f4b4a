package io.trio4j;

/// The body of a [CancelScope] that wants to see its scope and gives no value.
///
/// {@snippet class="io.trio4j.snippets.BodySnippets" region="scopeAction"}
///
/// @param <X> the checked type the body throws
/// @since 0.1
@FunctionalInterface
public interface ScopeAction<X extends Throwable> {
  /// Runs the body.
  ///
  /// @param scope the scope that was entered for it
  /// @throws X whatever the body throws
  void run(CancelScope scope) throws X;
}
