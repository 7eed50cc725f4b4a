package io.trio4j;

import io.trio4j.internal.run.EndCallback;

/// A callback that waits for its call and can be taken back.
///
/// {@snippet class="io.trio4j.snippets.NurserySnippets" region="onEnd"}
///
/// @threadsafety any thread
/// @since 0.1
public sealed interface Registration permits EndCallback {
  /// Takes the callback back.
  ///
  /// @return true if it was not called and never will be; false if it was called, is being called
  ///   right now, or was taken back before
  /// @checkpoint never
  boolean remove();
}
