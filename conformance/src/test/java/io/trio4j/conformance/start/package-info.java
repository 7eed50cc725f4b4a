/// Section 3: Nursery.start and TaskStatus.
package io.trio4j.conformance.start;
