package io.trio4j.testing;

import io.trio4j.Task;
import io.trio4j.lowlevel.Instrument;

/// Counts the steps of each task, for the assertions about checkpoints in [Testing].
///
/// A run that executes one task at a time needs it among its instruments, or its schedule points
/// can't be seen; `@TrioTest` puts it there.
///
/// {@snippet class="io.trio4j.snippets.TestingSnippets" region="checkpoints"}
///
/// @threadsafety any thread; one instance serves all runs
/// @since 0.1
public final class StepCounter implements Instrument {
  private static final StepCounter INSTANCE = new StepCounter();

  private static final class Count {
    long steps; // touched by the thread it belongs to
  }

  // a task has one thread from its first step to its end
  private static final ThreadLocal<Count> COUNTS = new ThreadLocal<>();

  private StepCounter() {}

  /// The instrument.
  ///
  /// @return always the same one
  /// @checkpoint never
  public static StepCounter instance() {
    return INSTANCE;
  }

  @Override
  public void beforeTaskStep(Task<?> task) {
    Count count = COUNTS.get();
    if (count == null) {
      count = new Count();
      COUNTS.set(count);
    }
    count.steps++;
  }

  @Override
  public void taskExited(Task<?> task) {
    COUNTS.remove(); // the thread may be the caller's own
  }

  /// Whether the current task's run has this instrument.
  boolean countsHere() {
    return COUNTS.get() != null;
  }

  /// How often the current task went on; 0 if nobody COUNTS.
  long stepsHere() {
    Count count = COUNTS.get();
    return count == null ? 0 : count.steps;
  }

  @Override
  public String toString() {
    return "StepCounter";
  }
}
