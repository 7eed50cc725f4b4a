package io.trio4j.internal.run;

import io.trio4j.RunOptions;
import java.util.concurrent.ThreadFactory;

/// A run that never begins: what a task or nursery asks its run for, and nothing else.
final class LoneRun {
  private static final Object BODY = new Object(); // never run

  private LoneRun() {}

  static Run of(ThreadFactory threads, Parker parker) {
    Seams before = Seams.current();
    Seams.replace(new Seams(threads, parker, _ -> ForeignEngine.NONE));
    try {
      return new Run(RunOptions.defaults().withSeed(1), Seams.current());
    } finally {
      Seams.replace(before);
    }
  }

  static RunTask<Object> main(Run run) {
    return new RunTask<>(run, null, "main", BODY, Context.EMPTY);
  }

  static RunTask<Object> child(Run run, RunNursery nursery, String name) {
    return new RunTask<>(run, nursery, name, BODY, Context.EMPTY);
  }

  /// Ends a task that has no nursery, or is counted in none.
  static void end(RunTask<?> task) {
    task.failedToStart(new IllegalStateException("ended by the trial"));
  }
}
