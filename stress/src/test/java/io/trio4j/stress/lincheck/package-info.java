/// What the Lincheck tests of the core's primitives share: threads, tasks without a run, planted
/// bugs.
package io.trio4j.stress.lincheck;
