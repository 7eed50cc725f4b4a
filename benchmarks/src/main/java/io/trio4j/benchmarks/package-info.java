/// The core's workloads beside its peers: a class per workload, a method per peer. Which figure
/// must be reached is in `targets.py`; how figures are taken is in the README beside the POM.
package io.trio4j.benchmarks;
