/// Section 11: the parking lot, and a batching queue built on it.
package io.trio4j.conformance.lots;
