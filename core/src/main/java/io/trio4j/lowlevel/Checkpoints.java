package io.trio4j.lowlevel;

import io.trio4j.internal.run.Waiting;

/// The halves of a checkpoint, for operations that are checkpoints themselves.
///
/// An operation that may not need to wait calls [#checkpointIfCancelled()] first and
/// [#schedulePoint()] after it took effect: together they are one checkpoint, and a cancel never
/// hits after the effect.
///
/// {@snippet class="io.trio4j.snippets.LowlevelSnippets" region="checkpoint"}
///
/// @threadsafety the current task
/// @source Trio `checkpoint`, `checkpoint_if_cancelled`, `cancel_shielded_checkpoint`; conformance
///   T084–T086, T609
/// @since 0.1
public final class Checkpoints {
  private Checkpoints() {}

  /// A whole checkpoint.
  ///
  /// @checkpoint always
  /// @oncancel nothing happened
  /// @throws IllegalStateException outside a task
  public static void checkpoint() {
    Waiting.checkpoint();
  }

  /// Throws if the current task is cancelled; lets nobody else run otherwise.
  ///
  /// @checkpoint always
  /// @oncancel nothing happened
  /// @throws IllegalStateException outside a task
  public static void checkpointIfCancelled() {
    Waiting.checkpointIfCancelled();
  }

  /// Lets others run, without looking for a cancel. In parallel mode it does nothing.
  ///
  /// @checkpoint schedule point only
  /// @throws IllegalStateException outside a task
  public static void schedulePoint() {
    Waiting.schedulePoint();
  }
}
