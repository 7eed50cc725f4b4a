package io.trio4j.console.fetch;

import io.trio4j.Call;

/// Gives the command a run to work in: `Trio.main` in the program, a plain run in tests.
///
/// @since 0.1
@FunctionalInterface
public interface Launcher {
  /// Runs `body` as the main task of a run.
  ///
  /// @param body the command
  /// @return its exit code
  /// @throws Exception what the body throws
  int launch(Call<Integer, Exception> body) throws Exception;
}
