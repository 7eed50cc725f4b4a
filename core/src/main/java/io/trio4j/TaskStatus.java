package io.trio4j;

import io.trio4j.internal.run.StartStatus;
import org.jspecify.annotations.Nullable;

/// Where a [Startable] reports that it is ready.
///
/// {@snippet class="io.trio4j.snippets.BodySnippets" region="status"}
///
/// @param <V> what the starter gets
/// @threadsafety to be called by the started task or a task in a nursery of its own
/// @since 0.1
public sealed interface TaskStatus<V extends @Nullable Object> permits StartStatus {
  /// Hands `value` to the task that waits in [Nursery#start(Startable)] and moves this task with
  /// all its descendants to the target nursery.
  ///
  /// If the starter was cancelled meanwhile nothing happens: the task stays with the starter, which
  /// ends it. If the target is cancelled already, the moved tasks see that at their next
  /// checkpoint, unless they belong to a service ([Nursery#startService(Startable)]).
  ///
  /// @param value what `start` returns
  /// @checkpoint never
  /// @throws IllegalStateException if called a second time, or after the task ended
  /// @source Trio `TaskStatus.started`; conformance T066, T071, T075
  void started(V value);

  /// A status that nobody listens to, for calling a [Startable] directly.
  ///
  /// @param <V> what the starter would get
  /// @return a status of which any number of calls do nothing
  /// @checkpoint never
  static <V extends @Nullable Object> TaskStatus<V> ignored() {
    return StartStatus.ignored();
  }
}
