package io.trio4j.internal.time;

/// Calls [TimerNode#expire] when a node's deadline has come.
///
/// @threadsafety any thread; what precedes arm happens-before the expire of that arming
public interface Timer {
  /// Enters the node, to expire at its deadline, or soon if that has passed. Never waits.
  ///
  /// @throws IllegalStateException if the node is armed, or due with [TimerNode#expire] not begun
  void arm(TimerNode node);

  /// Takes the node out.
  ///
  /// @return true if it was armed and will not expire: it is idle, and may be armed again at once.
  ///   False if it was not armed: it is idle, or it is due, and then [TimerNode#expire] will be
  ///   called, and until that call has begun the node can't be armed
  boolean disarm(TimerNode node);
}
