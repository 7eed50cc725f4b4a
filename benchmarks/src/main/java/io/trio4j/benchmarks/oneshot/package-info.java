/// The workloads that JMH does not fit, each in a JVM of its own.
package io.trio4j.benchmarks.oneshot;
