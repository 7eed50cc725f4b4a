package io.trio4j.stress.reference;

/// How a scope of a program is opened.
enum ScopeKind {
  PLAIN,
  MOVE_ON_AFTER,
  FAIL_AFTER,
  SHIELDED,
  UNTIL_SHUTDOWN,
  CLEANUP;

  /// Whether the form takes a time.
  boolean timed() {
    return switch (this) {
      case MOVE_ON_AFTER, FAIL_AFTER, CLEANUP -> true;
      case PLAIN, SHIELDED, UNTIL_SHUTDOWN -> false;
    };
  }

  /// Whether the body gets its scope, so that code inside can name it.
  boolean named() {
    return switch (this) {
      case PLAIN, MOVE_ON_AFTER, FAIL_AFTER, SHIELDED -> true;
      case UNTIL_SHUTDOWN, CLEANUP -> false;
    };
  }
}
