/// Text of strangers, made fit to be shown.
///
/// Start with [io.trio4j.console.text.PlainText].
package io.trio4j.console.text;
