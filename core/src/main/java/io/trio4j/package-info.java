/// Runs, tasks, nurseries and cancel scopes: the part of trio4j that every program uses.
///
/// Start with [Trio#run(Action)], [Nursery#run(NurseryAction)] and
/// [CancelScope#failAfter(java.time.Duration, Action)]. Everything here may be called from any
/// task; what waits must be called from a task and says so with `@checkpoint`.
package io.trio4j;
