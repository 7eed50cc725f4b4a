/// Section 2: system tasks and internal errors.
package io.trio4j.conformance.system;
