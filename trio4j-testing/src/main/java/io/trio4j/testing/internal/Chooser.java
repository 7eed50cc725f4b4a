package io.trio4j.testing.internal;

/// Decides whose turn it is; one for each run.
///
/// @threadsafety none: called under the scheduler's lock
interface Chooser {
  /// Chooses one of those who are ready.
  ///
  /// @param at what there is to choose from; valid during the call
  /// @return an index into its candidates
  int choose(Choice at);
}
