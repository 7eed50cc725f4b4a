package io.trio4j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Settings all JMH workloads share; each method of a workload is one peer, ours begin with
/// `trio4j`.
///
/// Bodies run on a virtual thread (`jmh.executor=VIRTUAL`), as the body of a structured scope
/// would: from a platform thread a single start and join costs 40 µs and hides everything else. The
/// heap is large and touched beforehand so that growing it is not measured.
///
/// One fork here; `run.py` starts as many as it wants, the peers in turn.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--enable-preview",
      "-Djmh.executor=VIRTUAL",
      "-Xms1500m",
      "-Xmx6g",
      "-XX:+AlwaysPreTouch"
    })
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public abstract class Bench {}
