package io.trio4j.junit.kits;

/// What a lock may promise beyond being held by one task at a time.
///
/// {@snippet class="io.trio4j.snippets.KitSnippets" region="traits"}
///
/// @since 0.1
public enum LockTrait {
  /// Who waits longest is served first, and nobody who comes later gets in between.
  FIFO,
  /// A release by a task that does not hold the lock is refused.
  CHECKS_OWNER,
  /// The holder that takes it again is refused, instead of waiting for itself.
  NOT_REENTRANT
}
