/// Sections 9, 33 and 37: who is inside a run, run-locals, task-locals, and the interfaces users
/// implement.
package io.trio4j.conformance.context;
