package io.trio4j.testing;

/// A small program that is run again and again, each time with a fault at another place.
///
/// It sets up what it needs, runs the code under test in [Faults#inject], and asserts what must
/// hold whether that came to its end or not. It must not keep anything from one try to the next.
///
/// {@snippet class="io.trio4j.snippets.FaultSnippets" region="cancel"}
///
/// @since 0.1
@FunctionalInterface
public interface FaultProgram {
  /// Runs the program once.
  ///
  /// @param faults says where the fault may hit
  /// @throws Exception fails the test, with the number and the place of the fault
  void run(Faults faults) throws Exception;
}
