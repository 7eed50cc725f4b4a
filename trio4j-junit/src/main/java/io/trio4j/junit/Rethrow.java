package io.trio4j.junit;

/// Throws past the checked-exception rules: a test may declare anything, and what runs it does not
/// know.
final class Rethrow {
  private Rethrow() {}

  /// Never returns; to be thrown, so that javac sees that.
  static RuntimeException unchecked(Throwable error) {
    throw Rethrow.<RuntimeException>as(error);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // never really cast
  private static <X extends Throwable> X as(Throwable error) throws X {
    throw (X) error;
  }
}
