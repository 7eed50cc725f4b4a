/// Sections 33 and 37: run-locals, task-locals, and the interfaces users implement.
package io.trio4j.conformance.context;
