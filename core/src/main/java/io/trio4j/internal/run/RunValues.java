package io.trio4j.internal.run;

import io.trio4j.RunLocal;
import org.jspecify.annotations.Nullable;

/// The values of run-locals in the current run.
public final class RunValues {
  private RunValues() {}

  public static Object currentRun() {
    return RunTask.current().inRun();
  }

  @SuppressWarnings("unchecked") // a RunLocal<T> is only ever set to a T
  public static <T> @Nullable T get(RunLocal<T> local) {
    return (T) RunTask.current().inRun().locals().get(local);
  }

  public static @Nullable Object put(RunLocal<?> local, Object value) {
    return RunTask.current().inRun().locals().put(local, value);
  }

  public static void restore(RunLocal<?> local, @Nullable Object previous) {
    var locals = RunTask.current().inRun().locals();
    if (previous == null) {
      locals.remove(local);
    } else {
      locals.put(local, previous);
    }
  }
}
