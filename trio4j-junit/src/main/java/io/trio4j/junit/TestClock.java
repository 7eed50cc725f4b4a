package io.trio4j.junit;

/// Which time a [TrioTest] runs on.
///
/// {@snippet class="io.trio4j.snippets.TrioTestSnippets" region="test"}
///
/// @since 0.1
public enum TestClock {
  /// A [VirtualClock][io.trio4j.testing.VirtualClock] that jumps to the next deadline whenever
  /// every task is blocked.
  VIRTUAL,
  /// A [VirtualClock][io.trio4j.testing.VirtualClock] that stands still until the test moves it.
  MANUAL,
  /// The machine's time. A deterministic run, which needs a clock of its own, gets one that goes
  /// with it.
  REAL
}
