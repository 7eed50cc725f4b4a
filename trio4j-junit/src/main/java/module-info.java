import org.jspecify.annotations.NullMarked;

/// Runs JUnit tests as tasks. Start with [io.trio4j.junit.TrioTest].
@NullMarked
module io.trio4j.junit {
  requires static transitive org.jspecify;
  requires transitive io.trio4j.testing;
  requires transitive org.junit.jupiter.api;
  requires static org.junit.jupiter.params; // for parameter sources; a test that has one brings it

  exports io.trio4j.junit;
  exports io.trio4j.junit.kits;

  // JUnit makes the extension named by the annotation
  opens io.trio4j.junit to
      org.junit.platform.commons;
}
