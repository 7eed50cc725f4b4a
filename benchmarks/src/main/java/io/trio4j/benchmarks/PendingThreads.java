package io.trio4j.benchmarks;

import java.util.concurrent.CountDownLatch;

/// Virtual threads that are parked inside something until released: the "100,000 others" of W4.
final class PendingThreads implements AutoCloseable {
  private final CountDownLatch release = new CountDownLatch(1);

  /// What each thread enters; it calls `hold` when it is inside.
  interface Entering {
    void enter(Hold hold) throws Exception;
  }

  interface Hold {
    void hold() throws InterruptedException;
  }

  /// Returns when all are inside.
  PendingThreads(int n, Entering entering) throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(n);
    for (int i = 0; i < n; i++) Thread.startVirtualThread(() -> enter(entering, inside));
    inside.await();
  }

  private void enter(Entering entering, CountDownLatch inside) {
    try {
      entering.enter(() -> {
        inside.countDown();
        release.await();
      });
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    release.countDown();
  }
}
