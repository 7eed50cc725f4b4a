package io.trio4j.benchmarks;

import com.softwaremill.jox.structured.Scopes;
import io.trio4j.Nursery;
import io.trio4j.Trio;
import io.trio4j.benchmarks.peers.KtSpawn;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/// W2: 100,000 children of one scope that each block once: sleep 1 ms, or wait at a gate that the
/// last to come opens. Figure: ns per child.
///
/// `python3 benchmarks/run.py --include W2BlockOnce`
public class W2BlockOnce extends Bench {
  static final int N = 100_000;
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  @Param({"gate", "sleep"})
  String how;

  @Benchmark
  @OperationsPerInvocation(N)
  public void trio4j() {
    Callable<Object> child = ourChild();
    Trio.run(() ->
        Nursery.run(nursery -> {
          for (int i = 0; i < N; i++) nursery.startSoon(child);
        }));
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public void vthread() throws InterruptedException {
    Callable<Object> child = child();
    Runnable runnable = () -> run(child);
    Thread[] threads = new Thread[N];
    for (int i = 0; i < N; i++) threads[i] = Thread.startVirtualThread(runnable);
    for (Thread t : threads) t.join();
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public void sts() throws InterruptedException {
    Callable<Object> child = child();
    try (var scope = StructuredTaskScope.open()) {
      for (int i = 0; i < N; i++) scope.fork(child);
      scope.join();
    }
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public void executor() {
    Callable<Object> child = child();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < N; i++) executor.submit(child);
    }
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public void jox() throws InterruptedException {
    Callable<Object> child = child();
    Scopes.supervised(scope -> {
      for (int i = 0; i < N; i++) scope.forkUser(child);
      return null;
    });
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public void kotlin() {
    KtSpawn.blockOnce(how, N);
  }

  private Callable<Object> ourChild() {
    Gate gate = new Gate();
    AtomicInteger came = new AtomicInteger();
    return switch (how) {
      case "gate" ->
          () -> {
            if (came.incrementAndGet() == N) gate.open();
            else gate.await();
            return null;
          };
      case "sleep" ->
          () -> {
            Trio.sleep(MILLISECOND);
            return null;
          };
      default -> throw new IllegalArgumentException(how);
    };
  }

  private Callable<Object> child() {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger came = new AtomicInteger();
    return switch (how) {
      case "gate" ->
          () -> {
            if (came.incrementAndGet() == N) gate.countDown();
            else gate.await();
            return null;
          };
      case "sleep" ->
          () -> {
            Thread.sleep(1);
            return null;
          };
      default -> throw new IllegalArgumentException(how);
    };
  }

  private static void run(Callable<Object> child) {
    try {
      child.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
