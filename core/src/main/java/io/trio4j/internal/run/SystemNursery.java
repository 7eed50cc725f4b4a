package io.trio4j.internal.run;

import io.trio4j.Action;
import io.trio4j.RunFinishedException;
import io.trio4j.Task;
import org.jspecify.annotations.Nullable;

/// Starts system tasks.
public final class SystemNursery {
  private SystemNursery() {}

  public static Task<@Nullable Void> startInCurrentRun(
      String name, Action<? extends Exception> body) {
    Run run = RunTask.current().inRun();
    if (run.isEnding()) {
      throw new RunFinishedException(
          run + " is ending: system tasks can't be started in it any more.");
    }
    return run.systemNursery().startSystemChild(name, body);
  }
}
