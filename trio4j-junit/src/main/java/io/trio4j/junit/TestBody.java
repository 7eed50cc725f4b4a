package io.trio4j.junit;

import org.jspecify.annotations.Nullable;

/// The test, as the fixture around it sees it: what lies between set-up and tear-down.
///
/// {@snippet class="io.trio4j.snippets.FixtureSnippets" region="fixture"}
///
/// @param <T> what the fixture makes: tests ask for it by a parameter of this very type. `Void` if
///   it makes nothing
/// @threadsafety the task that runs the fixture
/// @since 0.1
public sealed interface TestBody<T extends @Nullable Object> permits FixtureRun {
  /// Runs the test, with the fixtures inside this one, and returns when it has ended.
  ///
  /// What the test throws is thrown here, so that `finally` and try-with-resources work; a fixture
  /// that does not throw it on loses nothing, the test fails all the same. If a nursery of the
  /// fixture is cancelled, because a task in it failed for example, the test is cancelled at its
  /// next checkpoint and [io.trio4j.Cancelled] goes through here.
  ///
  /// @param value what the test gets for its parameter
  /// @throws Exception what the test threw
  /// @checkpoint always, in the test
  /// @oncancel what the test leaves
  /// @throws IllegalStateException if called again, or in another task than the fixture's own
  void run(T value) throws Exception;
}
