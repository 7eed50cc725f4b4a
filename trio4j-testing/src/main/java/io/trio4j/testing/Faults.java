package io.trio4j.testing;

import io.trio4j.Action;

/// What a [FaultProgram] is given: it says which part of the program the fault is for.
///
/// {@snippet class="io.trio4j.snippets.FaultSnippets" region="cancel"}
///
/// @threadsafety any task of the program
/// @since 0.1
public sealed interface Faults permits CancelFaults, StartFaults {
  /// Runs `body`, which may be hit by the fault of this try.
  ///
  /// Several calls in one program are counted through as one piece.
  ///
  /// @param body the code under test, run once in the current task
  /// @return true if it came to its end, false if the fault ended it
  /// @throws Exception what the body threw, unless that was the fault itself
  /// @checkpoint never by itself
  boolean inject(Action<? extends Exception> body) throws Exception;
}
