package io.trio4j.internal.interrupt;

import io.trio4j.internal.cancel.CancellableWait;
import io.trio4j.internal.run.RunTask;
import java.util.Arrays;
import java.util.List;

/// The tasks whose waits one cancel has ended. Most are out of their scopes before they are looked
/// at; the clean-up of one may block. As a batch, each costs the canceller nothing.
final class Batch extends Watcher.Item {
  private final InterruptEngine engine;
  private final CancellableWait[] waits; // the watcher; the first `count`
  private int count; // the watcher

  Batch(InterruptEngine engine, List<CancellableWait> waits, int looksPassed) {
    super(looksPassed);
    this.engine = engine;
    this.waits = waits.toArray(new CancellableWait[0]);
    count = this.waits.length;
  }

  @Override
  void taken() {}

  @Override
  boolean look(long nowNanos) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      CancellableWait wait = waits[i];
      RunTask<?> task = (RunTask<?>) wait.waiter();
      if (task.isDone() || !task.innermost().isEffective()) {
        continue;
      }
      if (task.currentWait() != null) {
        waits[kept++] = wait; // it has not come to run, or waits with us again
      } else {
        engine.cancelled(task);
      }
    }
    Arrays.fill(waits, kept, count, null);
    count = kept;
    return kept > 0;
  }
}
