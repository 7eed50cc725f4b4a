package io.trio4j.lowlevel;

import io.trio4j.Task;
import java.util.List;

/// What a wait waits for, if it can say more than its `toString`.
///
/// {@snippet class="io.trio4j.snippets.WaitSnippets" region="subject"}
///
/// @threadsafety called from any thread, must not wait
/// @since 0.1
public interface WaitSubject {
  /// The tasks that hold what is waited for.
  ///
  /// @return a snapshot; empty if unknown
  /// @checkpoint never
  default List<Task<?>> holders() {
    return List.of();
  }
}
