package io.trio4j;

import io.trio4j.internal.run.ForeignRegion;

/// A piece of blocking code that trio4j does not know, and what a cancel does to it. By default the
/// thread is interrupted when it is seen waiting.
///
/// {@snippet class="io.trio4j.snippets.TrioSnippets" region="blocking"}
///
/// @threadsafety to be called by the task that runs the region
/// @since 0.1
public sealed interface BlockingRegion permits ForeignRegion {
  /// A cancel runs `action` once, on another thread, instead of interrupting: for example
  /// `statement::cancel`. What is said last counts; said after the cancel, it runs at once.
  ///
  /// @param action must not wait for long; what it throws is logged
  /// @checkpoint never
  void onCancel(Action<? extends Exception> action);

  /// A cancel closes `resource` instead of interrupting.
  ///
  /// @param resource closed at most once by the region
  /// @checkpoint never
  void closeOnCancel(AutoCloseable resource);

  /// A cancel interrupts the thread when it is seen waiting: the default.
  ///
  /// @checkpoint never
  void interruptOnCancel();

  /// A cancel does nothing: the region runs to its end, the next checkpoint throws.
  ///
  /// @checkpoint never
  void waitOnCancel();
}
