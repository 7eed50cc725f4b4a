package io.trio4j.benchmarks;

import io.trio4j.Nursery;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.testing.Explorer;
import io.trio4j.testing.ExplorerOptions;
import io.trio4j.testing.Strategy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/// W14: a task switch in deterministic mode ([Switch]), and a whole schedule of a test of 3 tasks
/// with 10 checkpoints each ([Schedule]). Figures: ns per switch, ns per schedule.
///
/// `python3 benchmarks/run.py --include W14Deterministic`
public class W14Deterministic {
  static final int N = 100_000;
  static final int SCHEDULES = 1_000;

  private W14Deterministic() {}

  private static void tasks(int count, int checkpoints) {
    Nursery.run(nursery -> {
      for (int t = 0; t < count; t++) nursery.startSoon(() -> checkpoints(checkpoints));
    });
  }

  private static void checkpoints(int count) {
    for (int i = 0; i < count; i++) Trio.checkpoint();
  }

  /// With 3 tasks every ninth turn goes to the task that had the one before, and is none.
  public static class Switch extends Bench {
    @Param({"3", "100"})
    public int tasks;

    @Benchmark
    @OperationsPerInvocation(N)
    public void trio4j() {
      Trio.run(RunOptions.deterministic(1), () -> tasks(tasks, N / tasks));
    }

    /// The floor: threads that let each other run.
    @Benchmark
    @OperationsPerInvocation(N)
    public void vthreadYield() throws InterruptedException {
      Thread[] threads = new Thread[tasks];
      for (int t = 0; t < tasks; t++) threads[t] = Thread.startVirtualThread(this::yields);
      for (Thread t : threads) t.join();
    }

    private void yields() {
      for (int i = N / tasks; i > 0; i--) Thread.yield();
    }
  }

  public static class Schedule extends Bench {
    private static final ExplorerOptions OPTIONS =
        ExplorerOptions.defaults().withSchedules(SCHEDULES).withStrategy(Strategy.random());

    @Benchmark
    @OperationsPerInvocation(SCHEDULES)
    public Object trio4j() {
      return Explorer.explore(OPTIONS, () -> tasks(3, 10));
    }
  }
}
