package io.trio4j.internal.errors;

import java.util.List;
import java.util.Optional;

/// A throwable of somebody else's, whose own methods may throw or return null (mocks do): it must
/// not hide the failures printed with it.
///
/// @param error whose methods are called here only
record Untrusted(Throwable error) {
  String text() {
    try {
      String text = error.toString();
      return text == null || text.isBlank() ? error.getClass().getName() : text;
    } catch (Throwable broken) {
      String name = broken.getClass().getName();
      return error.getClass().getName() + ": (its toString() threw " + name + ")";
    }
  }

  List<StackTraceElement> trace() {
    try {
      StackTraceElement[] trace = error.getStackTrace();
      return trace == null ? List.of() : List.of(trace);
    } catch (Throwable _) {
      // The text of the failure is still shown, and nothing better can be said here.
      return List.of();
    }
  }

  Optional<Throwable> cause() {
    try {
      return Optional.ofNullable(error.getCause());
    } catch (Throwable _) {
      // As for the trace.
      return Optional.empty();
    }
  }

  List<Throwable> suppressed() {
    return List.of(error.getSuppressed());
  }
}
