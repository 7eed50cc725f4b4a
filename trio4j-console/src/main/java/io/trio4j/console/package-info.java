/// The `trio4j` command line: finds the subcommand, which does the work in a package of its own.
///
/// Start with [io.trio4j.console.Main].
package io.trio4j.console;
