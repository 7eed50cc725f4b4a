package io.trio4j.benchmarks;

import io.trio4j.Action;
import io.trio4j.Trio;
import io.trio4j.benchmarks.peers.KtScopes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/// W12: a whole run around an empty body, opened by a virtual thread and by a platform thread.
/// Figure: ns per run. The floor is `startJoin`: a virtual thread started and joined from there.
///
/// `python3 benchmarks/run.py --include W12Run`
public class W12Run {
  static final int N = 1_000;

  private W12Run() {}

  public abstract static class Run extends Bench {
    private static final Runnable NOTHING = () -> {};
    private static final Action<RuntimeException> EMPTY = () -> {};

    @Benchmark
    @OperationsPerInvocation(N)
    public void trio4j() {
      for (int i = 0; i < N; i++) Trio.run(EMPTY);
    }

    @Benchmark
    @OperationsPerInvocation(N)
    public void startJoin() throws InterruptedException {
      for (int i = 0; i < N; i++) Thread.startVirtualThread(NOTHING).join();
    }

    /// The event loop on the caller's own thread: no other thread takes part.
    @Benchmark
    @OperationsPerInvocation(N)
    public void kotlin() {
      for (int i = 0; i < N; i++) KtScopes.run();
    }

    @Benchmark
    @OperationsPerInvocation(N)
    public void kotlinDefaultDispatcher() {
      for (int i = 0; i < N; i++) KtScopes.runOnDefault();
    }
  }

  public static class FromVirtual extends Run {}

  /// As [Bench] without `jmh.executor`: then JMH's workers are platform threads.
  @Fork(
      value = 1,
      jvmArgsAppend = {"--enable-preview", "-Xms1500m", "-Xmx6g", "-XX:+AlwaysPreTouch"})
  public static class FromPlatform extends Run {}
}
