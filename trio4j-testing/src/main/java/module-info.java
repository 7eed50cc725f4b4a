import org.jspecify.annotations.NullMarked;

/// Testing code that uses trio4j, with any test framework or none.
///
/// Start with [io.trio4j.testing.VirtualClock] and [io.trio4j.testing.Testing].
@NullMarked
module io.trio4j.testing {
  requires static transitive org.jspecify;
  requires transitive io.trio4j;
  requires java.management;
  requires jdk.management;

  exports io.trio4j.testing;
}
