package io.trio4j;

import io.trio4j.internal.run.ForeignRegion;

/// A piece of blocking code that trio4j does not know, and what a cancel does to it. By default the
/// thread is interrupted when it is seen waiting.
///
/// {@snippet class="io.trio4j.snippets.TrioSnippets" region="blocking"}
///
/// What the code throws because of the cancel is taken for that: at the end of the region it
/// becomes the cause of a [Cancelled]. After an interrupt this is an `InterruptedException`, or an
/// exception of a closed channel or socket, itself or as a cause; after an action of the region,
/// such as a statement's `cancel`, every [Exception] is. Errors and [ExceptionGroup]s stay what
/// they are, and a value that the code returns all the same is kept. Outside of regions the ends of
/// scopes, nurseries and tasks do the same for interrupts.
///
/// A region in a region has its own policy; when it has ended, that of the outer one holds again.
/// An action does not begin once the region, or the cancelled scope inside it, has ended; the end
/// of both waits for one that is running.
///
/// @threadsafety to be called by the task that runs the region
/// @since 0.1
public sealed interface BlockingRegion permits ForeignRegion {
  /// A cancel runs `action` once, on another thread, instead of interrupting: for example
  /// `statement::cancel`. What is said last counts; said after the cancel, it runs at once.
  ///
  /// @param action must not wait for long, and not for the region; what it throws is logged
  /// @checkpoint never
  /// @throws IllegalStateException after the region, or in another task
  void onCancel(Action<? extends Exception> action);

  /// A cancel closes `resource` instead of interrupting.
  ///
  /// @param resource closed at most once by the region; its `close` must not wait for the region
  /// @checkpoint never
  /// @throws IllegalStateException after the region, or in another task
  void closeOnCancel(AutoCloseable resource);

  /// A cancel interrupts the thread when it is seen waiting: the default.
  ///
  /// It is repeated while the code stays blocked in the cancelled scope: after a second, then less
  /// and less often, and reported each time with the stack.
  ///
  /// @checkpoint never
  /// @throws IllegalStateException after the region, or in another task
  void interruptOnCancel();

  /// A cancel does nothing: the region runs to its end, the next checkpoint throws.
  ///
  /// @checkpoint never
  /// @throws IllegalStateException after the region, or in another task
  void waitOnCancel();
}
