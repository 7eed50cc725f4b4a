package io.trio4j.internal.run;

import org.jspecify.annotations.Nullable;

/// What is done about tasks that are cancelled while they block in code trio4j does not know. The core
/// works without: then such code runs to its end.
public interface ForeignEngine {
  /// Does nothing.
  ForeignEngine NONE = new ForeignEngine() {};

  /// A task is cancelled and in no wait of ours. Under the tree lock: must only take a note.
  default void cancelled(RunTask<?> task) {}

  /// A task that may have been meddled with leaves a scope, a nursery or ends: waits for what is in
  /// flight, clears what is ours, and says what goes on instead of `thrown`.
  default @Nullable Throwable leaving(RunTask<?> task, @Nullable Throwable thrown) {
    return thrown;
  }

  /// The same, because shielded code is about to run.
  default void quiet(RunTask<?> task) {}

  /// Whether an interrupt that was just seen and cleared was this engine's.
  default boolean isOwnInterrupt(RunTask<?> task) {
    return false;
  }

  /// The run has ended.
  default void close() {}
}
