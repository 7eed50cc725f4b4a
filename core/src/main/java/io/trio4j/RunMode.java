package io.trio4j;

/// How the tasks of a run share the machine. All code above the wait is the same in each.
///
/// {@snippet class="io.trio4j.snippets.ErrorSnippets" region="mode"}
///
/// @since 0.1
public enum RunMode {
  /// Tasks run on all cores; ordinary Java memory rules.
  PARALLEL,
  /// One task at a time: between two checkpoints no other task of the run runs.
  COOPERATIVE,
  /// One task at a time, in an order drawn from a seed: the same seed gives the same schedule.
  DETERMINISTIC
}
