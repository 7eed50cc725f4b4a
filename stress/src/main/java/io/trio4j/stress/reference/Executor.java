package io.trio4j.stress.reference;

import java.util.List;

/// Something that runs programs: the library, or a model with a planted bug.
interface Executor {

  /// Runs a program once.
  ///
  /// @param seed chooses the order of tasks, as far as there is a choice
  Run run(Program program, long seed, Mode mode);

  /// A run that has ended.
  ///
  /// @param outcome what it came to
  /// @param turns the tasks by number in the order in which they got their turns; empty in parallel
  record Run(Outcome outcome, List<Integer> turns) {}
}
