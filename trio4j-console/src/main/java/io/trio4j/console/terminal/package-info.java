/// What the program's output is connected to.
///
/// Start with [io.trio4j.console.terminal.Terminal].
package io.trio4j.console.terminal;
