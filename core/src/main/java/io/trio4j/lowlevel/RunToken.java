package io.trio4j.lowlevel;

import io.trio4j.RunFinishedException;
import io.trio4j.internal.run.Entry;

/// The door into a run for threads that are none of its tasks.
///
/// {@snippet class="io.trio4j.snippets.LowlevelSnippets" region="runToken"}
///
/// @threadsafety any thread, also signal handlers
/// @source Trio `TrioToken`; conformance T151–T160
/// @since 0.1
public sealed interface RunToken permits Entry {
  /// The token of the current run.
  ///
  /// @return the same one during the whole run
  /// @checkpoint never
  /// @throws IllegalStateException outside a run
  static RunToken current() {
    return Entry.current();
  }

  /// Runs `callback` soon in the run, in the order of the calls. It must not wait; one that throws
  /// ends the run with [TrioInternalError][io.trio4j.TrioInternalError].
  ///
  /// @param callback what to run
  /// @checkpoint never
  /// @throws RunFinishedException if the run has ended
  void runSoon(Runnable callback);

  /// As [#runSoon(Runnable)], but if a callback with an equal `key` is queued already this one is
  /// dropped.
  ///
  /// @param key compared with `equals`
  /// @param callback what to run
  /// @checkpoint never
  /// @throws RunFinishedException if the run has ended
  void runSoonOnce(Object key, Runnable callback);
}
