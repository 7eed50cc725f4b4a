package io.trio4j;

import org.jspecify.annotations.Nullable;

/// Something that runs for long and is usable from some moment on: a server that listens, a
/// connection that is up. [Nursery#start(Startable)] waits for that moment.
///
/// Libraries offer startables as values with a type, because a lambda with one parameter can't have
/// its value type inferred at the call of `start`.
///
/// {@snippet class="io.trio4j.snippets.NurserySnippets" region="start"}
///
/// @param <V> what the starter gets when the startable is ready
/// @since 0.1
@FunctionalInterface
public interface Startable<V extends @Nullable Object> {
  /// Runs until done or cancelled; calls [TaskStatus#started(Object)] once, when ready.
  ///
  /// @param status where to report readiness; [TaskStatus#ignored()] when nobody waits
  /// @throws Exception before `started`: thrown by `start`; after: a failure of the nursery
  void run(TaskStatus<V> status) throws Exception;
}
