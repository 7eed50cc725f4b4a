package io.trio4j;

/// How exactly a run knows where its tasks were started. Trees of failures and dumps show it.
///
/// {@snippet class="io.trio4j.snippets.TrioSnippets" region="startSites"}
///
/// @since 0.1
public enum StartSites {
  /// The class a task's body was written in. Costs nothing.
  CLASS,
  /// File and line of the first start of each body, a lambda for example; shown also for others
  /// that the same body was started at later. Costs some nanoseconds for each start.
  FIRST_LINE,
  /// File and line of each start. Costs a look at the stack, some microseconds, for each.
  LINE
}
