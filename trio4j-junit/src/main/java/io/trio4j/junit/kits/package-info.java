/// Suites of tests that show whether somebody's lock or channel keeps the rules trio4j's own keep.
///
/// A test class implements [LockConformance] or [ChannelConformance], says how to make the thing,
/// and inherits the tests.
///
/// {@snippet class="io.trio4j.snippets.KitSnippets" region="lock"}
///
/// What the rules are about: a cancelled operation had no effect; waiting is a checkpoint and not
/// waiting is none; who waits longest is served first; nothing and nobody is lost.
package io.trio4j.junit.kits;
