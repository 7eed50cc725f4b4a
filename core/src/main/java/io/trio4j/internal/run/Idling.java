package io.trio4j.internal.run;

import io.trio4j.RunMode;
import io.trio4j.internal.park.Wait;
import io.trio4j.internal.time.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Waiting until nobody else can run.
public final class Idling {
  private Idling() {}

  public static void await(Duration cushion) {
    long nanos = Durations.toNanos("cushion", cushion);
    RunTask<?> task = RunTask.current();
    IdleWatch watch = task.inRun().idleWatch();
    if (watch == null) {
      throw new IllegalStateException(
          task.inRun()
              + " runs in parallel on real time, where nobody counts who is busy. Give it a virtual"
              + " clock, or a cooperative or deterministic mode.");
    }
    Wait<@Nullable Void> wait = Wait.of(task, "all other tasks to be blocked");
    watch.add(wait, nanos);
    try {
      wait.park(() -> watch.remove(wait));
    } finally {
      watch.remove(wait);
    }
  }

  /// Whether the current run knows when nobody can go on.
  public static boolean countsWhoIsBusy() {
    return RunTask.current().inRun().idleWatch() != null;
  }

  /// Whether the current run executes one task at a time.
  public static boolean runsOneTaskAtATime() {
    return RunTask.current().inRun().root().options().mode() != RunMode.PARALLEL;
  }
}
