package io.trio4j.combinators;

import io.trio4j.ExceptionGroup.Branch;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a supervisor has to say, in one place.
final class SupervisorLog {
  private static final System.Logger LOG = System.getLogger("io.trio4j.combinators");

  private final String title;

  SupervisorLog(String title) {
    this.title = title;
  }

  void restarts(SupervisorChild child, @Nullable Branch failure, Duration wait) {
    long number = child.status().restartCount() + 1;
    String when = number + (wait.isZero() ? " at once" : " in " + wait);
    if (failure == null) {
      LOG.log(Level.INFO, title + ": " + child.name() + " returned, restart " + when);
    } else {
      LOG.log(
          Level.WARNING, title + ": " + child.name() + " failed, restart " + when, failure.error());
    }
  }

  void failed(SupervisorChild child, String how, Branch failure) {
    LOG.log(Level.WARNING, title + ": " + child.name() + " " + how, failure.error());
  }

  void gaveUp(String why, Branch last) {
    LOG.log(Level.ERROR, title + " " + why, last.error());
  }

  /// A failure in a line; never throws, whatever the failure's own text does.
  static String textOf(Branch failure) {
    String type = failure.error().getClass().getName();
    try {
      String message = failure.error().getMessage();
      return message == null ? type : type + ": " + message;
    } catch (RuntimeException _) { // the type says enough
      return type;
    }
  }
}
