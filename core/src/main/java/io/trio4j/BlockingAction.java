package io.trio4j;

/// The body of [Trio#blocking(BlockingAction)].
///
/// {@snippet class="io.trio4j.snippets.BodySnippets" region="blockingAction"}
///
/// @param <X> the checked type the body throws
/// @since 0.1
@FunctionalInterface
public interface BlockingAction<X extends Throwable> {
  /// Runs blocking code.
  ///
  /// @param region says what a cancel shall do to it
  /// @throws X whatever the code throws
  void run(BlockingRegion region) throws X;
}
