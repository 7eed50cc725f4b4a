package io.trio4j.lowlevel;

/// What an [AbortFunction] answers.
///
/// {@snippet class="io.trio4j.snippets.WaitSnippets" region="abort"}
///
/// @since 0.1
public enum Abort {
  /// The wait was taken back and nobody will reschedule it: it ends with `Cancelled`.
  SUCCEEDED,
  /// The wait can't be taken back now: it goes on, and whoever holds its token will end it.
  FAILED
}
