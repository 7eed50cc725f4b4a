package io.trio4j.combinators;

import io.trio4j.CancelScope;
import io.trio4j.ExceptionGroup;
import io.trio4j.TrioTime;

/// Which failures a combinator may keep to itself because something else makes up for them.
final class Tolerance {
  private Tolerance() {}

  /// Whether it is an exception, and not an error of the JVM or of the program, be it in a group.
  static boolean covers(Throwable failure) {
    return failure instanceof Exception
        && !(failure instanceof ExceptionGroup group
            && group.rootCauses().stream().anyMatch(Error.class::isInstance));
  }

  /// Whether the current task is being cancelled: then nobody will get what is kept.
  static boolean isCancelled() {
    return CancelScope.currentEffectiveDeadline().equals(TrioTime.PAST);
  }
}
