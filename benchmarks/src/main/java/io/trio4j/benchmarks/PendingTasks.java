package io.trio4j.benchmarks;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunHandle;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/// A run with tasks of ours that wait inside time-outs until it is closed: the "100,000 others" of
/// W4. What is measured runs in the same run, and so beside the same timer.
final class PendingTasks implements AutoCloseable {
  private static final Duration HOUR = Duration.ofHours(1);

  private final RunHandle run = Trio.start(RunOptions.defaults());

  /// Returns when all are inside.
  PendingTasks(int n) throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(n);
    run.startSoon("others", () -> Nursery.run(nursery -> start(nursery, n, inside)));
    inside.await();
  }

  <T> T call(Callable<T> body) {
    return run.call(body);
  }

  @Override
  public void close() {
    run.close();
  }

  private static void start(Nursery nursery, int n, CountDownLatch inside) {
    for (int i = 0; i < n; i++) nursery.startSoon(() -> hold(inside));
  }

  private static void hold(CountDownLatch inside) {
    CancelScope.moveOnAfter(
        HOUR,
        () -> {
          inside.countDown();
          Trio.sleepForever();
        });
  }
}
