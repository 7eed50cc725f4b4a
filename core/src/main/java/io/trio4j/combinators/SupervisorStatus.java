package io.trio4j.combinators;

import io.trio4j.TrioTime;
import java.util.List;
import java.util.Optional;

/// What a [Supervisor] and its children are doing, at one moment.
///
/// {@snippet class="io.trio4j.snippets.SupervisorSnippets" region="status"}
///
/// @param name of the supervisor
/// @param strategy which children are restarted together
/// @param restartCount how many restarts were decided on; of a group one
/// @param children in order of start; those that ended for good are gone, see [Supervisor]
/// @since 0.1
public record SupervisorStatus(
    String name, SupervisorStrategy strategy, long restartCount, List<Child> children) {
  /// Copies the list.
  public SupervisorStatus {
    children = List.copyOf(children);
  }

  /// One child.
  ///
  /// @param name of the child
  /// @param restart when it is started again
  /// @param state what it is doing
  /// @param restartCount how often it was started again, for its own sake or with its group
  /// @param lastFailure what it threw last; empty if it never failed
  /// @param restartAt when it will start, while it waits for a restart, on the run's clock
  /// @since 0.1
  public record Child(
      String name,
      Restart restart,
      State state,
      long restartCount,
      Optional<Throwable> lastFailure,
      Optional<TrioTime> restartAt) {}

  /// What a child is doing.
  ///
  /// @since 0.1
  public enum State {
    /// It waits for its turn to start, or for the end of its back-off.
    WAITING,
    /// Its body is about to begin, or is a startable that has not reported yet.
    STARTING,
    /// Its body runs.
    RUNNING,
    /// It was cancelled by the supervisor and has not ended.
    STOPPING,
    /// It has ended and will not start again by itself.
    ENDED
  }
}
