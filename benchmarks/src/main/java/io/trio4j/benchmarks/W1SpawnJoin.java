package io.trio4j.benchmarks;

import com.softwaremill.jox.structured.Scopes;
import io.trio4j.Nursery;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.benchmarks.peers.KtSpawn;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.StructuredTaskScope;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/// W1: one scope starts n children that do nothing, and joins them. Figure: ns per child; whatever
/// n, an invocation starts 100,000.
///
/// `python3 benchmarks/run.py --include W1SpawnJoin`
public class W1SpawnJoin extends Bench {
  static final int CHILDREN = 100_000;
  static final Runnable NOTHING = () -> {};
  static final Callable<Object> NULL = () -> null;

  @Param({"1", "10", "1000", "100000"})
  int n;

  /// The handles are kept, as the threads of `vthreadJoin` are; options are the defaults: errors
  /// are collected, tasks can be dumped.
  @Benchmark
  @OperationsPerInvocation(CHILDREN)
  public void trio4j() {
    Task<?>[] tasks = new Task<?>[n];
    Trio.run(() -> {
      for (int s = CHILDREN / n; s > 0; s--) {
        Nursery.run(nursery -> {
          for (int i = 0; i < n; i++) tasks[i] = nursery.startSoon(NULL);
        });
      }
    });
  }

  @Benchmark
  @OperationsPerInvocation(CHILDREN)
  public void vthreadJoin() throws InterruptedException {
    Thread[] threads = new Thread[n];
    for (int s = CHILDREN / n; s > 0; s--) {
      for (int i = 0; i < n; i++) threads[i] = Thread.startVirtualThread(NOTHING);
      for (int i = 0; i < n; i++) threads[i].join();
    }
  }

  @Benchmark
  @OperationsPerInvocation(CHILDREN)
  public void vthreadLatch() throws InterruptedException {
    for (int s = CHILDREN / n; s > 0; s--) {
      CountDownLatch done = new CountDownLatch(n);
      Runnable child = done::countDown;
      for (int i = 0; i < n; i++) Thread.startVirtualThread(child);
      done.await();
    }
  }

  @Benchmark
  @OperationsPerInvocation(CHILDREN)
  public void sts() throws InterruptedException {
    for (int s = CHILDREN / n; s > 0; s--) {
      try (var scope = StructuredTaskScope.open()) {
        for (int i = 0; i < n; i++) scope.fork(NULL);
        scope.join();
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(CHILDREN)
  public void executor() {
    for (int s = CHILDREN / n; s > 0; s--) {
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < n; i++) executor.submit(NOTHING);
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(CHILDREN)
  public void jox() throws InterruptedException {
    for (int s = CHILDREN / n; s > 0; s--) {
      Scopes.supervised(scope -> {
        for (int i = 0; i < n; i++) scope.forkUser(NULL);
        return null;
      });
    }
  }

  @Benchmark
  @OperationsPerInvocation(CHILDREN)
  public void kotlin() {
    KtSpawn.spawnJoin(CHILDREN / n, n);
  }
}
