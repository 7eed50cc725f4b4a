package io.trio4j.combinators;

/// What becomes of the ticks of a fixed rate that came while the body was still at work.
///
/// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="missed"}
///
/// With a period of one second and a first round that takes 2.5 s, the next rounds begin at:
///
/// | policy | begins |
/// |---|---|
/// | `SKIP` | 3 s, 4 s, 5 s |
/// | `CATCH_UP` | 2.5 s for 1 s, at once after that for 2 s, 3 s |
/// | `SHIFT` | 2.5 s, 3.5 s, 4.5 s |
///
/// @since 0.1
public enum MissedTicks {
  /// They are left out; the next round begins with the next tick. Right where each round looks at
  /// what is there now.
  SKIP,
  /// They are made up for, one round after the other without a pause. Right where the number of
  /// rounds counts.
  CATCH_UP,
  /// One round begins at once, and the ticks begin anew with it. Right where rounds shall be at
  /// least a period apart.
  SHIFT
}
