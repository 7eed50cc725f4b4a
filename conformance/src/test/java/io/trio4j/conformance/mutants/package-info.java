/// Whether the conformance tests would notice: mutants of the core, one for each line of a sample.
package io.trio4j.conformance.mutants;
