package io.trio4j.junit;

/// Which schedules an [Explore] tries; each stands for a strategy of
/// [Strategy][io.trio4j.testing.Strategy].
///
/// {@snippet class="io.trio4j.snippets.ExploreSnippets" region="explore"}
///
/// @since 0.1
public enum ExploreStrategy {
  /// Random and PCT by turns.
  MIXED,
  /// Random.
  RANDOM,
  /// Probabilistic concurrency testing, see [Explore#depth()].
  PCT,
  /// All schedules there are, up to the number of [Explore#schedules()].
  EXHAUSTIVE
}
