package io.trio4j;

import java.io.Serializable;
import java.util.Locale;

/// Who cancelled a scope, why and when. The first reason of a scope stays.
///
/// {@snippet class="io.trio4j.snippets.ErrorSnippets" region="reason"}
///
/// @param source what kind of event it was
/// @param text the text given to `cancel`, or a description of the event; empty if none
/// @param task path of the task that caused it, such as `main/crawl/page-17`; empty if it was not a
///   task
/// @param scope what was cancelled, such as `Nursery[crawl]`; empty if it has no name
/// @param time when, on the run's clock
/// @since 0.1
public record CancelReason(
    CancelSource source, String text, String task, String scope, TrioTime time)
    implements Serializable {
  /// A sentence such as `cancelled due to explicit with reason 'user left' from task main`.
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("cancelled due to ");
    out.append(source.name().toLowerCase(Locale.ROOT));
    if (!text.isEmpty()) {
      out.append(" with reason '").append(text).append('\'');
    }
    if (!task.isEmpty()) {
      out.append(" from task ").append(task);
    }
    return out.toString();
  }
}
