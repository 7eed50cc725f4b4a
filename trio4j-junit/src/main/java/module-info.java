import org.jspecify.annotations.NullMarked;

/// Runs JUnit tests as tasks. Start with [io.trio4j.junit.TrioTest].
@NullMarked
module io.trio4j.junit {
  requires static transitive org.jspecify;
  requires transitive io.trio4j.testing;
  requires transitive org.junit.jupiter.api;

  exports io.trio4j.junit;

  // JUnit makes the extension named by the annotation
  opens io.trio4j.junit to
      org.junit.platform.commons;
}
