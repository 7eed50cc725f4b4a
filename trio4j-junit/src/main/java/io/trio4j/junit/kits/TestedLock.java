package io.trio4j.junit.kits;

/// Somebody's lock, as [LockConformance] wants to use it.
///
/// {@snippet class="io.trio4j.snippets.KitSnippets" region="lock"}
///
/// @since 0.1
public interface TestedLock {
  /// Takes the lock, waiting until it is free.
  ///
  /// @throws Exception fails the test
  /// @checkpoint always
  /// @oncancel the lock is not held
  void acquire() throws Exception;

  /// Takes the lock if it is free.
  ///
  /// @return whether the current task holds it now
  /// @throws Exception fails the test
  /// @checkpoint never
  boolean tryAcquire() throws Exception;

  /// Gives the lock back.
  ///
  /// @throws Exception fails the test, unless the current task does not hold it
  /// @checkpoint never
  void release() throws Exception;
}
