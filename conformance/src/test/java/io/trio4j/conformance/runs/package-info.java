/// Section 1: runs, tasks and nurseries.
package io.trio4j.conformance.runs;
