package io.trio4j.benchmarks;

import io.trio4j.Action;
import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.benchmarks.peers.KtScopes;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/// W11: a checkpoint that need not wait ([Check]), and one that lets the next of 100 tasks run
/// ([Yield]). Figure: ns each. Ours are inside a scope with a deadline, as in real programs.
///
/// `python3 benchmarks/run.py --include W11Checkpoint`
public class W11Checkpoint {
  static final int N = 100_000;
  private static final Duration HOUR = Duration.ofHours(1);

  private W11Checkpoint() {}

  public static class Check extends Bench {
    private static final ThreadLocal<Object> LOCAL = new ThreadLocal<>();

    @Benchmark
    @OperationsPerInvocation(N)
    public void trio4j() {
      Trio.run(() -> CancelScope.failAfter(HOUR, Check::checkpoints));
    }

    private static void checkpoints() {
      for (int i = 0; i < N; i++) Trio.checkpoint();
    }

    /// The floor: what finding the current task costs.
    @Benchmark
    @OperationsPerInvocation(N)
    public int threadLocal() {
      LOCAL.set(this);
      int found = 0;
      for (int i = 0; i < N; i++) if (LOCAL.get() == this) found++;
      return found;
    }

    @Benchmark
    @OperationsPerInvocation(N)
    public int interrupted() {
      int found = 0;
      for (int i = 0; i < N; i++) if (Thread.interrupted()) found++;
      return found;
    }

    @Benchmark
    @OperationsPerInvocation(N)
    public void kotlin() {
      KtScopes.ensureActive(N);
    }
  }

  public static class Yield extends Bench {
    private static final int TASKS = 100;

    /// In parallel mode a checkpoint lets nobody run, so a task that wants that yields its thread.
    @Benchmark
    @OperationsPerInvocation(N)
    public void trio4j() {
      Trio.run(() -> each(Yield::checkpointsAndYields));
    }

    /// Where one task runs at a time, each checkpoint hands over to the next.
    @Benchmark
    @OperationsPerInvocation(N)
    public void trio4jCooperative() {
      Trio.run(RunOptions.cooperative(), () -> each(Yield::checkpoints));
    }

    private static void each(Action<RuntimeException> body) {
      CancelScope.failAfter(
          HOUR,
          () ->
              Nursery.run(nursery -> {
                for (int t = 0; t < TASKS; t++) nursery.startSoon(body::run);
              }));
    }

    private static void checkpointsAndYields() {
      for (int i = N / TASKS; i > 0; i--) {
        Trio.checkpoint();
        Thread.yield();
      }
    }

    private static void checkpoints() {
      for (int i = N / TASKS; i > 0; i--) Trio.checkpoint();
    }

    @Benchmark
    @OperationsPerInvocation(N)
    public void vthread() throws InterruptedException {
      Thread[] threads = new Thread[TASKS];
      for (int t = 0; t < TASKS; t++) threads[t] = Thread.startVirtualThread(Yield::yields);
      for (Thread t : threads) t.join();
    }

    @Benchmark
    @OperationsPerInvocation(N)
    public void kotlin() {
      KtScopes.yields(TASKS, N);
    }

    private static void yields() {
      for (int i = N / TASKS; i > 0; i--) Thread.yield();
    }
  }
}
