package io.trio4j.benchmarks;

import com.softwaremill.jox.structured.Race;
import io.trio4j.Action;
import io.trio4j.CancelScope;
import io.trio4j.benchmarks.peers.KtTimeouts;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/// W4: enter and leave a scope whose time-out does not fire, alone and beside 100,000 pending
/// time-outs of the same peer. Nothing waits inside. Figure: ns per scope.
///
/// `python3 benchmarks/run.py --include W4Timeout`
public class W4Timeout extends Bench {
  static final int N = 10_000;
  static final Duration HOUR = Duration.ofHours(1);
  static final Runnable NOTHING = () -> {};
  static final Callable<Object> NULL = () -> null;

  @Param({"0", "100000"})
  int pending;

  private AutoCloseable others;
  private PendingTasks ours;
  private long deadlineNanos;
  private ScheduledThreadPoolExecutor executor;

  @TearDown(Level.Trial)
  public void tearDown() throws Exception {
    others.close();
  }

  /// Reads the deadline inside, as a client does that passes it on.
  @Benchmark
  @OperationsPerInvocation(N)
  public long trio4j() throws Exception {
    if (others == null) others = ours = new PendingTasks(pending);
    Action<RuntimeException> body = this::readDeadline;
    return ours.call(() -> {
      for (int i = 0; i < N; i++) CancelScope.moveOnAfter(HOUR, body);
      return deadlineNanos;
    });
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public void sts() throws Exception {
    if (others == null) others = new PendingThreads(pending, W4Timeout::holdSts);
    for (int i = 0; i < N; i++) {
      try (var scope = StructuredTaskScope.open(Joiner.awaitAll(), c -> c.withTimeout(HOUR))) {
        scope.join();
      }
    }
  }

  /// With the one child that gives the time-out something to interrupt: STS never wakes its body.
  @Benchmark
  @OperationsPerInvocation(N)
  public void stsFork() throws Exception {
    if (others == null) others = new PendingThreads(pending, W4Timeout::holdSts);
    for (int i = 0; i < N; i++) {
      try (var scope = StructuredTaskScope.open(Joiner.awaitAll(), c -> c.withTimeout(HOUR))) {
        scope.fork(NULL);
        scope.join();
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public void jox() throws Exception {
    if (others == null) others = new PendingThreads(pending, W4Timeout::holdJox);
    for (int i = 0; i < N; i++) Race.timeout(HOUR.toMillis(), NULL);
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public void kotlin() {
    if (others == null) others = KtTimeouts.hold(pending);
    KtTimeouts.enterLeave(N);
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public void scheduledExecutor() {
    if (others == null) {
      executor = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().factory());
      executor.setRemoveOnCancelPolicy(true);
      for (int i = 0; i < pending; i++) executor.schedule(NOTHING, 1, TimeUnit.HOURS);
      others = executor::shutdownNow;
    }
    for (int i = 0; i < N; i++) executor.schedule(NOTHING, 1, TimeUnit.HOURS).cancel(false);
  }

  /// The timer behind `Thread.sleep` of virtual threads since JDK 25.
  @Benchmark
  @OperationsPerInvocation(N)
  public void forkJoinSchedule() {
    ForkJoinPool pool = ForkJoinPool.commonPool();
    if (others == null) others = holdForkJoin(pool, pending);
    for (int i = 0; i < N; i++) pool.schedule(NOTHING, 1, TimeUnit.HOURS).cancel(false);
  }

  private void readDeadline() {
    deadlineNanos = CancelScope.currentEffectiveDeadline().nanos();
  }

  static AutoCloseable holdForkJoin(ForkJoinPool pool, int n) {
    for (int i = 0; i < n; i++) pool.schedule(NOTHING, 1, TimeUnit.HOURS);
    return () -> {};
  }

  private static void holdSts(PendingThreads.Hold hold) throws InterruptedException {
    try (var scope = StructuredTaskScope.open(Joiner.awaitAll(), c -> c.withTimeout(HOUR))) {
      hold.hold();
      scope.join();
    }
  }

  private static void holdJox(PendingThreads.Hold hold) throws Exception {
    Race.timeout(
        HOUR.toMillis(),
        () -> {
          hold.hold();
          return null;
        });
  }
}
