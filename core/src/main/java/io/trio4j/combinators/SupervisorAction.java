package io.trio4j.combinators;

/// The body of a [Supervisor]: starts children, and may go on to start and remove some.
///
/// {@snippet class="io.trio4j.snippets.SupervisorSnippets" region="supervisor"}
///
/// @since 0.1
@FunctionalInterface
public interface SupervisorAction {
  /// Runs the body.
  ///
  /// @param supervisor the supervisor that was opened for it
  /// @throws Exception whatever the body throws; it ends the supervisor
  void run(Supervisor supervisor) throws Exception;
}
