package io.trio4j.benchmarks;

import com.softwaremill.jox.structured.Fork;
import com.softwaremill.jox.structured.Scopes;
import io.trio4j.Nursery;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.benchmarks.peers.KtSpawn;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Subtask;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Warmup;

/// W1b: a tree of tasks, ten children a node, a million leaves; each node sums its children.
/// Figure: ns per leaf. A tree takes about a second, so an iteration is one tree.
///
/// `python3 benchmarks/run.py --include W1bTree`
@Warmup(iterations = 3, time = 10, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 10, timeUnit = TimeUnit.MILLISECONDS)
public class W1bTree extends Bench {
  static final int LEAVES = 1_000_000;
  private static final int FAN_OUT = 10;

  @Benchmark
  @OperationsPerInvocation(LEAVES)
  public void trio4j() {
    check(Trio.run(() -> trio4j(0, LEAVES)));
  }

  @Benchmark
  @OperationsPerInvocation(LEAVES)
  public void vthread() {
    Node root = new Node(0, LEAVES);
    root.run();
    check(root.sum);
  }

  @Benchmark
  @OperationsPerInvocation(LEAVES)
  public void sts() throws InterruptedException {
    check(sts(0, LEAVES));
  }

  /// One executor for the whole tree: not structured, the cheaper use.
  @Benchmark
  @OperationsPerInvocation(LEAVES)
  public void executor() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      check(executor(executor, 0, LEAVES));
    }
  }

  @Benchmark
  @OperationsPerInvocation(LEAVES)
  public void jox() throws InterruptedException {
    check(jox(0, LEAVES));
  }

  @Benchmark
  @OperationsPerInvocation(LEAVES)
  public void kotlin() {
    check(KtSpawn.tree(LEAVES));
  }

  private static void check(long sum) {
    if (sum != (LEAVES - 1L) * LEAVES / 2) throw new AssertionError(sum);
  }

  private static long trio4j(long id, int size) {
    if (size == 1) return id;
    int part = size / FAN_OUT;
    @SuppressWarnings({"rawtypes", "unchecked"})
    Task<Long>[] children = new Task[FAN_OUT];
    Nursery.run(nursery -> {
      for (int i = 0; i < FAN_OUT; i++) {
        long child = id + (long) i * part;
        children[i] = nursery.startSoon(() -> trio4j(child, part));
      }
    });
    long sum = 0;
    for (Task<Long> child : children) sum += child.join();
    return sum;
  }

  private static long sts(long id, int size) throws InterruptedException {
    if (size == 1) return id;
    int part = size / FAN_OUT;
    try (var scope = StructuredTaskScope.open()) {
      @SuppressWarnings({"rawtypes", "unchecked"})
      Subtask<Long>[] children = new Subtask[FAN_OUT];
      for (int i = 0; i < FAN_OUT; i++) {
        long child = id + (long) i * part;
        children[i] = scope.fork(() -> sts(child, part));
      }
      scope.join();
      long sum = 0;
      for (Subtask<Long> child : children) sum += child.get();
      return sum;
    }
  }

  private static long executor(ExecutorService executor, long id, int size) throws Exception {
    if (size == 1) return id;
    int part = size / FAN_OUT;
    @SuppressWarnings({"rawtypes", "unchecked"})
    Future<Long>[] children = new Future[FAN_OUT];
    for (int i = 0; i < FAN_OUT; i++) {
      long child = id + (long) i * part;
      children[i] = executor.submit(() -> executor(executor, child, part));
    }
    long sum = 0;
    for (Future<Long> child : children) sum += child.get();
    return sum;
  }

  private static long jox(long id, int size) throws InterruptedException {
    if (size == 1) return id;
    int part = size / FAN_OUT;
    return Scopes.supervised(scope -> {
      @SuppressWarnings({"rawtypes", "unchecked"})
      Fork<Long>[] children = new Fork[FAN_OUT];
      for (int i = 0; i < FAN_OUT; i++) {
        long child = id + (long) i * part;
        children[i] = scope.forkUser(() -> jox(child, part));
      }
      long sum = 0;
      for (Fork<Long> child : children) sum += child.join();
      return sum;
    });
  }

  private static final class Node implements Runnable {
    private final long id;
    private final int size;
    private long sum;

    Node(long id, int size) {
      this.id = id;
      this.size = size;
    }

    @Override
    public void run() {
      if (size == 1) {
        sum = id;
        return;
      }
      int part = size / FAN_OUT;
      Node[] nodes = new Node[FAN_OUT];
      Thread[] threads = new Thread[FAN_OUT];
      for (int i = 0; i < FAN_OUT; i++) {
        nodes[i] = new Node(id + (long) i * part, part);
        threads[i] = Thread.startVirtualThread(nodes[i]);
      }
      try {
        for (int i = 0; i < FAN_OUT; i++) {
          threads[i].join();
          sum += nodes[i].sum;
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
