package io.trio4j.lowlevel;

import io.trio4j.internal.run.SharedRandom;
import java.util.random.RandomGenerator;

/// Chance that a seed can repeat: what a library draws from here, jitter for example, is the same
/// again in a deterministic run with the same seed.
///
/// {@snippet class="io.trio4j.snippets.WaitSnippets" region="random"}
///
/// `nextLong` gives the same numbers for the same seed in every version of trio4j and of the JDK;
/// the other methods are the JDK's own on top of it. The schedule is drawn from other numbers:
/// using these does not change it. Not for secrets.
///
/// @threadsafety any thread may draw from a generator it was given. In a run with a seed that is
///   not deterministic the numbers are the same, but not who draws which.
/// @since 0.1
public final class RunRandom {
  private RunRandom() {}

  /// The generator of the current run, which nested runs share.
  ///
  /// @return the generator
  /// @checkpoint never
  /// @throws IllegalStateException outside a run
  public static RandomGenerator current() {
    return SharedRandom.ofCurrentRun();
  }
}
