package io.trio4j.internal.cancel;

import io.trio4j.CancelReason;

/// What the cancel tree needs to know of a wait.
public interface CancellableWait {
  /// The task that waits.
  TaskNode waiter();

  /// The innermost scope the waiting task was in when the wait began.
  ScopeNode scope();

  /// Takes the wait for a cancel. Called under the tree lock or by the waiting task.
  ///
  /// @return true for exactly one caller, and only if nothing has ended the wait
  boolean tryTakeForCancel();

  /// Runs the abort function of a wait that was taken and wakes its task. Under no lock. To be
  /// called again if it ran out of memory or stack: it goes on where it was.
  void abort(CancelReason reason);
}
