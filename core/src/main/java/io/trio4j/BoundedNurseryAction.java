package io.trio4j;

/// The body of a [BoundedNursery] that gives no value. What it throws arrives in an
/// [ExceptionGroup].
///
/// {@snippet class="io.trio4j.snippets.BoundedNurserySnippets" region="action"}
///
/// @since 0.1
@FunctionalInterface
public interface BoundedNurseryAction {
  /// Runs the body.
  ///
  /// @param nursery the nursery that was opened for it
  /// @throws Exception whatever the body throws
  void run(BoundedNursery nursery) throws Exception;
}
