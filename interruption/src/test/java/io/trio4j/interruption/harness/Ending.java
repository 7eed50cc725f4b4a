package io.trio4j.interruption.harness;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a call ended that was cancelled while it blocked.
public sealed interface Ending {
  /// It ended because of the cancel, which goes on as a `Cancelled`.
  ///
  /// @param thrown what the code threw, the cause of the `Cancelled`; null if trio4j itself threw
  record Stopped(@Nullable Throwable thrown) implements Ending {}

  /// It ended with something that trio4j takes for an error.
  record Failed(Throwable thrown) implements Ending {}

  /// It returned: the next checkpoint throws the `Cancelled`.
  record Returned() implements Ending {}

  /// It ran, in Java or in the system, and nobody touched it until the test ended it.
  record LeftAlone(Ending then) implements Ending {}

  /// It waited, was interrupted more than once and waited on, until the test ended it.
  record Deaf(Ending then) implements Ending {}

  /// What the code threw because of the cancel.
  ///
  /// @throws AssertionError if it ended otherwise
  default Throwable stoppedBy() {
    if (this instanceof Stopped(Throwable thrown) && thrown != null) {
      return thrown;
    }
    throw new AssertionError("not stopped by an exception of its own: " + this, shown());
  }

  private @Nullable Throwable shown() {
    return switch (this) {
      case Stopped(var thrown) -> thrown;
      case Failed(var thrown) -> thrown;
      case Returned() -> null;
      case LeftAlone(var then) -> then.shown();
      case Deaf(var then) -> then.shown();
    };
  }

  /// As the page says it.
  default String text() {
    return switch (this) {
      case Stopped(var thrown) -> thrown == null ? "ends" : "ends: " + chain(thrown);
      case Failed(var thrown) -> "fails, as if nobody had cancelled: " + chain(thrown);
      case Returned() -> "returns; the next checkpoint throws";
      case LeftAlone _ -> "goes on: a thread that runs is not touched";
      case Deaf _ -> "goes on: the interrupt changes nothing; it is repeated, and logged";
    };
  }

  /// The classes of `thrown` and its causes, each kind once, with the state of an SQL exception.
  private static String chain(Throwable thrown) {
    List<String> names = new ArrayList<>();
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      String name = "`" + at.getClass().getSimpleName() + "`" + sqlState(at);
      if (!names.contains(name)) {
        names.add(name);
      }
    }
    return String.join(" ← ", names);
  }

  private static String sqlState(Throwable thrown) {
    return thrown instanceof SQLException sql && sql.getSQLState() != null
        ? " (" + sql.getSQLState() + ")"
        : "";
  }
}
