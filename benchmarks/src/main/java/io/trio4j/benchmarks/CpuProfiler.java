package io.trio4j.benchmarks;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/// Adds to each iteration what tells a figure from its circumstances:
///
/// - `cpu`: CPU time of the whole JVM per operation, which others on the machine disturb far less;
/// - `others`: cores that other processes used meanwhile;
/// - `c2c`: what a cache line took between two cores and back just before ("near" or "far").
///
/// To JMH: `-prof io.trio4j.benchmarks.CpuProfiler`.
public final class CpuProfiler implements InternalProfiler {
  private double coreToCoreNanos;
  private long busyNanos;
  private long wallNanos;
  private long cpuNanos;

  @Override
  public String getDescription() {
    return "CPU time per operation, cores used by others, core-to-core round trip";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    try {
      coreToCoreNanos = Machine.coreToCoreNanos();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    busyNanos = Machine.busyNanos();
    wallNanos = System.nanoTime();
    cpuNanos = Machine.processCpuNanos();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    cpuNanos = Machine.processCpuNanos() - cpuNanos;
    wallNanos = System.nanoTime() - wallNanos;
    busyNanos = Machine.busyNanos() - busyNanos;
    long operations = Math.max(1, result.getMetadata().getAllOps());
    double others = Math.max(0, (double) (busyNanos - cpuNanos) / wallNanos);
    return List.of(
        new ScalarResult("cpu", (double) cpuNanos / operations, "ns/op", AggregationPolicy.AVG),
        new ScalarResult("c2c", coreToCoreNanos, "ns", AggregationPolicy.AVG),
        new ScalarResult("others", others, "cores", AggregationPolicy.AVG));
  }
}
