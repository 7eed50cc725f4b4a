package io.trio4j;

/// The body of a program, for [Trio#main(String[], ProgramBody)].
///
/// {@snippet class="io.trio4j.snippets.BodySnippets" region="program"}
///
/// @since 0.1
@FunctionalInterface
public interface ProgramBody {
  /// Runs the program.
  ///
  /// @param args the command line
  /// @return the exit code
  /// @throws Exception printed, exit code 1
  int run(String[] args) throws Exception;
}
