package io.trio4j;

/// What kind of event cancelled a scope.
///
/// {@snippet class="io.trio4j.snippets.ErrorSnippets" region="reason"}
///
/// @since 0.1
public enum CancelSource {
  /// Somebody called `cancel`.
  EXPLICIT,
  /// The scope's deadline passed.
  DEADLINE,
  /// A task of the nursery failed, or its body did.
  NURSERY,
  /// A thread that waits for a run, or the run's main task, was interrupted.
  INTERRUPT,
  /// A graceful shutdown was asked for.
  SHUTDOWN,
  /// A run ended or died while the task was still there.
  RUN
}
