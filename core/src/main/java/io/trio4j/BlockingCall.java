package io.trio4j;

import org.jspecify.annotations.Nullable;

/// The body of [Trio#blockingCall(BlockingCall)].
///
/// {@snippet class="io.trio4j.snippets.BodySnippets" region="blockingCall"}
///
/// @param <T> the value
/// @param <X> the checked type the body throws
/// @since 0.1
@FunctionalInterface
public interface BlockingCall<T extends @Nullable Object, X extends Throwable> {
  /// Runs blocking code.
  ///
  /// @param region says what a cancel shall do to it
  /// @return its value
  /// @throws X whatever the code throws
  T call(BlockingRegion region) throws X;
}
