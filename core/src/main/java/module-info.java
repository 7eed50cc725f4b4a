import org.jspecify.annotations.NullMarked;

/// Trio for the JVM: structured concurrency, cancellation that composes, and I/O, on virtual
/// threads.
///
/// Start with [io.trio4j.Trio], [io.trio4j.Nursery] and [io.trio4j.CancelScope].
@NullMarked
@SuppressWarnings("module") // its friend io.trio4j.testing is compiled after it
module io.trio4j {
  requires static transitive org.jspecify;
  requires static jdk.unsupported; // sun.misc.Signal, in one class

  exports io.trio4j;
  exports io.trio4j.combinators;
  exports io.trio4j.lowlevel;
  exports io.trio4j.internal.hooks to
      io.trio4j.testing;
}
