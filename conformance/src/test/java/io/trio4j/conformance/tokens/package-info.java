/// Section 8: callbacks handed in through a run's token.
package io.trio4j.conformance.tokens;
