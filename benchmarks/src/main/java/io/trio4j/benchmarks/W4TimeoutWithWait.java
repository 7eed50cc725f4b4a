package io.trio4j.benchmarks;

import io.trio4j.Action;
import io.trio4j.CancelScope;
import io.trio4j.Trio;
import io.trio4j.benchmarks.peers.KtTimeouts;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/// W4 with one wait inside the scope, which is where a lazy deadline enters the timer: a check that
/// need not wait (`checkpoint`: the timer's part is the difference to [W4Timeout]), or one that
/// lets others run (`yield`). Figure: ns per scope.
///
/// Peers' checkpoints: `ensureActive` and the interrupt flag.
///
/// `python3 benchmarks/run.py --include W4TimeoutWithWait`
public class W4TimeoutWithWait extends Bench {
  static final int N = 10_000;

  @Param({"0", "100000"})
  int pending;

  @Param({"checkpoint", "yield"})
  String inside;

  private AutoCloseable others;
  private PendingTasks ours;

  @TearDown(Level.Trial)
  public void tearDown() throws Exception {
    others.close();
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public Object trio4j() throws Exception {
    if (others == null) others = ours = new PendingTasks(pending);
    Action<RuntimeException> body =
        switch (inside) {
          case "checkpoint" -> Trio::checkpoint;
          case "yield" -> W4TimeoutWithWait::checkpointAndYield;
          default -> throw new IllegalArgumentException(inside);
        };
    return ours.call(() -> {
      for (int i = 0; i < N; i++) CancelScope.moveOnAfter(W4Timeout.HOUR, body);
      return null;
    });
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public void kotlin() {
    if (others == null) others = KtTimeouts.hold(pending);
    switch (inside) {
      case "checkpoint" -> KtTimeouts.enterCheckLeave(N);
      case "yield" -> KtTimeouts.enterYieldLeave(N);
      default -> throw new IllegalArgumentException(inside);
    }
  }

  /// A scheduled task taken back, the wait before that.
  @Benchmark
  @OperationsPerInvocation(N)
  public int forkJoinSchedule() {
    ForkJoinPool pool = ForkJoinPool.commonPool();
    if (others == null) others = W4Timeout.holdForkJoin(pool, pending);
    boolean yield = inside.equals("yield");
    int interrupts = 0;
    for (int i = 0; i < N; i++) {
      var timer = pool.schedule(W4Timeout.NOTHING, 1, TimeUnit.HOURS);
      if (yield) Thread.yield();
      else if (Thread.interrupted()) interrupts++;
      timer.cancel(false);
    }
    return interrupts;
  }

  /// In parallel mode a checkpoint lets nobody run; a task that wants that is a thread like others.
  static void checkpointAndYield() {
    Trio.checkpoint();
    Thread.yield();
  }
}
