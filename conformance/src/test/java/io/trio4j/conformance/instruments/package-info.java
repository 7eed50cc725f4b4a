/// Section 32: instruments, and what a seed decides.
package io.trio4j.conformance.instruments;
