/// Runs JUnit tests as tasks: in virtual time, in every mode, with a limit, and looking for leaks.
///
/// Start with [TrioTest]; [TrioFixture] sets up what tests need inside their run.
///
/// {@snippet class="io.trio4j.snippets.TrioTestSnippets" region="test"}
package io.trio4j.junit;
