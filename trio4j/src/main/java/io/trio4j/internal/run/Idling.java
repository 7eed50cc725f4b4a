package io.trio4j.internal.run;

import io.trio4j.internal.park.Wait;
import java.time.Duration;

/// Waiting until nobody else can run.
public final class Idling {
  private Idling() {}

  public static void await(Duration cushion) {
    RunTask<?> task = RunTask.current();
    IdleWatch watch = task.inRun().idleWatch();
    if (watch == null) {
      throw new IllegalStateException(
          task.inRun()
              + " runs in parallel on real time, where nobody counts who is busy. Give it a virtual"
              + " clock, or a cooperative or deterministic mode.");
    }
    Wait<Void> wait = Wait.of(task, "all other tasks to be blocked");
    watch.add(wait, cushion.toNanos());
    try {
      wait.park(() -> watch.remove(wait));
    } finally {
      watch.remove(wait);
    }
  }
}
