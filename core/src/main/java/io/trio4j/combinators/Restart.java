package io.trio4j.combinators;

/// When a child of a [Supervisor] is started again after it has ended.
///
/// A child that was cancelled through its own task counts as one that returned. None is started
/// again after a cancel from outside, [Supervisor#stop(String)] or [SupervisorChild#remove()].
///
/// {@snippet class="io.trio4j.snippets.SupervisorSnippets" region="restart"}
///
/// @source Erlang/OTP `supervisor`: permanent, transient, temporary
/// @since 0.1
public enum Restart {
  /// Always: when it has failed, and when it has returned.
  ALWAYS,
  /// Only when it has failed. One that has returned is done.
  ON_FAILURE,
  /// Never, not even when its group is restarted. Its failure is logged and ends nobody else.
  NEVER
}
