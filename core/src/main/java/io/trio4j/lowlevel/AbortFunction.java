package io.trio4j.lowlevel;

/// Decides whether a wait that is being cancelled can be taken back.
///
/// It is asked at most once per wait, on the canceller's thread, under no lock, and must not wait.
/// While it decides, the wait may still be rescheduled; then that wins. One that throws or answers
/// null counts as [Abort#FAILED] and cancels the run with
/// [TrioInternalError][io.trio4j.TrioInternalError].
///
/// {@snippet class="io.trio4j.snippets.WaitSnippets" region="abort"}
///
/// @source Trio `wait_task_rescheduled`; conformance T114–T117, T056
/// @since 0.1
@FunctionalInterface
public interface AbortFunction {
  /// Tries to take the wait back.
  ///
  /// @param cancel what arrived; can be kept and thrown into the wait later
  /// @return whether the wait is over
  Abort abort(CancelRequest cancel);
}
