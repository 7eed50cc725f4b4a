/// What tests of concurrent code need: time they move themselves, an order they dictate, and a
/// proof that nothing was left behind.
///
/// Start with [VirtualClock], [Testing] and [Sequencer]; [FaultInjector] finds the places where a
/// cancel hurts, [ExpectedGroup] says what must have failed. Nothing here sleeps in real time, and
/// nothing needs JUnit; the module io.trio4j.junit wires it to `@TrioTest`.
///
/// {@snippet class="io.trio4j.snippets.TestingSnippets" region="clock"}
package io.trio4j.testing;
