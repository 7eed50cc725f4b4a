package io.trio4j.lowlevel;

import io.trio4j.Action;
import io.trio4j.Task;
import io.trio4j.internal.run.SystemNursery;
import org.jspecify.annotations.Nullable;

/// Tasks that belong to the run, not to a nursery: cancelled when the main task has ended.
///
/// {@snippet class="io.trio4j.snippets.WaitSnippets" region="systemTask"}
///
/// @threadsafety any task
/// @source Trio `spawn_system_task`; conformance T044, T051–T056
/// @since 0.1
public final class SystemTasks {
  private SystemTasks() {}

  /// Starts a system task. It sees the task-locals the run began with. If it fails, the run is
  /// cancelled and throws [TrioInternalError][io.trio4j.TrioInternalError].
  ///
  /// @param name for dumps and errors
  /// @param body what to run
  /// @return the task
  /// @checkpoint never
  /// @throws IllegalStateException outside a run
  /// @throws io.trio4j.RunFinishedException if the run is ending
  public static Task<@Nullable Void> start(String name, Action<? extends Exception> body) {
    return SystemNursery.startInCurrentRun(name, body);
  }
}
