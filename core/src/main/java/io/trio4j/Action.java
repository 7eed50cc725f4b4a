package io.trio4j;

/// A body that gives no value and may throw.
///
/// {@snippet class="io.trio4j.snippets.BodySnippets" region="action"}
///
/// @param <X> the checked type the body throws; inferred as `RuntimeException` if it throws none
/// @since 0.1
@FunctionalInterface
public interface Action<X extends Throwable> {
  /// Runs the body.
  ///
  /// @throws X whatever the body throws
  void run() throws X;
}
