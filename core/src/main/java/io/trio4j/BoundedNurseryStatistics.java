package io.trio4j;

/// How full a [BoundedNursery] is.
///
/// {@snippet class="io.trio4j.snippets.BoundedNurserySnippets" region="statistics"}
///
/// @param limit how many children may live at a time
/// @param runningCount places that are taken; more than `limit` for a while after it was lowered
/// @param waitingCount tasks that wait for a place
/// @since 0.1
public record BoundedNurseryStatistics(int limit, int runningCount, int waitingCount) {}
