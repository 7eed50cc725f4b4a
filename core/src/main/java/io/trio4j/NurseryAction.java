package io.trio4j;

/// The body of a [Nursery] that gives no value. What it throws arrives in an [ExceptionGroup].
///
/// {@snippet class="io.trio4j.snippets.BodySnippets" region="nurseryAction"}
///
/// @since 0.1
@FunctionalInterface
public interface NurseryAction {
  /// Runs the body.
  ///
  /// @param nursery the nursery that was opened for it
  /// @throws Exception whatever the body throws
  void run(Nursery nursery) throws Exception;
}
