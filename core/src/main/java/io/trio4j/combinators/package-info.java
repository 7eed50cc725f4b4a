/// Ready shapes on nurseries.
///
/// A supervisor keeps children alive: start with [Supervisor#run(SupervisorOptions,
/// SupervisorAction)]. Everything here is built from nurseries and cancel scopes by their public
/// methods, so what is true for those is true here: a block ends when all tasks in it have ended,
/// and no error is lost.
package io.trio4j.combinators;
