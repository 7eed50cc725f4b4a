/// Cancels blocking code that trio4j does not know, mostly by interrupting its thread.
///
/// Nothing in the core depends on it. Start with [io.trio4j.internal.interrupt.Handshake], which
/// says why no interrupt of ours gets out of the scope it is meant for, then
/// [io.trio4j.internal.interrupt.Watcher], which says whom it is meant for and when.
package io.trio4j.internal.interrupt;
