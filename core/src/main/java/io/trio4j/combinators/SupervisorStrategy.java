package io.trio4j.combinators;

/// Which children of a [Supervisor] are restarted when one of them has to be.
///
/// With the two that take others along, those are stopped first, in reverse order of start and one
/// at a time, and then all start again in order of start. A child with [Restart#NEVER] is stopped
/// with the others and gone; one with [Restart#ON_FAILURE] that had returned before starts again
/// too, for what it did may be lost with the others' state.
///
/// {@snippet class="io.trio4j.snippets.SupervisorSnippets" region="strategy"}
///
/// @source Erlang/OTP `supervisor`: one_for_one, one_for_all, rest_for_one
/// @since 0.1
public enum SupervisorStrategy {
  /// That child only: the children know nothing of each other.
  ONE_FOR_ONE,
  /// All children: each needs all others.
  ALL_FOR_ONE,
  /// That child and those started after it: each needs those before it.
  REST_FOR_ONE
}
