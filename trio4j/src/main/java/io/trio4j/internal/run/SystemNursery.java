package io.trio4j.internal.run;

import io.trio4j.Action;
import io.trio4j.Task;
import org.jspecify.annotations.Nullable;

/// Starts system tasks.
public final class SystemNursery {
  private SystemNursery() {}

  public static Task<@Nullable Void> startInCurrentRun(
      String name, Action<? extends Exception> body) {
    return RunTask.current().inRun().systemNursery().startSystemChild(name, body);
  }
}
