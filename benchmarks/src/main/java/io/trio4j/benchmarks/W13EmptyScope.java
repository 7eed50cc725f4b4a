package io.trio4j.benchmarks;

import com.softwaremill.jox.structured.Scopes;
import io.trio4j.Nursery;
import io.trio4j.Trio;
import io.trio4j.benchmarks.peers.KtScopes;
import java.util.concurrent.StructuredTaskScope;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/// W13: open and close a scope that starts no child. Figure: ns per scope.
///
/// `python3 benchmarks/run.py --include W13EmptyScope`
public class W13EmptyScope extends Bench {
  static final int N = 10_000;

  @Benchmark
  @OperationsPerInvocation(N)
  public void trio4j() {
    Trio.run(() -> {
      for (int i = 0; i < N; i++) Nursery.run(_ -> {});
    });
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public void sts() throws InterruptedException {
    for (int i = 0; i < N; i++) {
      try (var scope = StructuredTaskScope.open()) {
        scope.join();
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public void jox() throws InterruptedException {
    for (int i = 0; i < N; i++) Scopes.supervised(_ -> null);
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public void kotlin() {
    KtScopes.emptyScopes(N);
  }
}
