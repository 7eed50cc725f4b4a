package io.trio4j;

import io.trio4j.internal.run.OpenRun;
import io.trio4j.lowlevel.RunToken;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A run that is no block: made by [Trio#start(RunOptions)], it lives until it is closed.
///
/// {@snippet class="io.trio4j.snippets.TrioSnippets" region="handle"}
///
/// A task started here that fails cancels the others, and [#close()] throws the group.
///
/// @threadsafety any thread; the methods that wait must not be called in a task of this run
/// @since 0.1
public sealed interface RunHandle extends AutoCloseable permits OpenRun {
  /// Runs `body` as a task of the run and waits for it.
  ///
  /// @param <T> the value
  /// @param body what to run
  /// @return its value
  /// @checkpoint never: it blocks the calling thread, which is no task of this run
  /// @throws TaskFailedException if it failed; that is the cause. The run goes on.
  /// @throws TaskCancelledException if it was cancelled
  /// @throws RunFinishedException if the run has ended
  <T extends @Nullable Object> T call(Callable<T> body);

  /// Runs `body` as a task of the run and waits for it.
  ///
  /// @param body what to run
  /// @checkpoint never: it blocks the calling thread, which is no task of this run
  /// @throws TaskFailedException if it failed; that is the cause. The run goes on.
  /// @throws TaskCancelledException if it was cancelled
  /// @throws RunFinishedException if the run has ended
  void run(Action<? extends Exception> body);

  /// Starts a task of the run. If it fails the run is cancelled.
  ///
  /// @param <T> the value
  /// @param body what to run
  /// @return the task
  /// @checkpoint never
  /// @throws RunFinishedException if the run has ended
  <T extends @Nullable Object> Task<T> startSoon(Callable<T> body);

  /// Starts a task of the run. If it fails the run is cancelled.
  ///
  /// @param body what to run
  /// @return the task
  /// @checkpoint never
  /// @throws RunFinishedException if the run has ended
  Task<@Nullable Void> startSoon(Action<? extends Exception> body);

  /// Starts a task of the run under a name. If it fails the run is cancelled.
  ///
  /// @param <T> the value
  /// @param name for dumps, errors and paths
  /// @param body what to run
  /// @return the task
  /// @checkpoint never
  /// @throws RunFinishedException if the run has ended
  <T extends @Nullable Object> Task<T> startSoon(String name, Callable<T> body);

  /// Starts a task of the run under a name. If it fails the run is cancelled.
  ///
  /// @param name for dumps, errors and paths
  /// @param body what to run
  /// @return the task
  /// @checkpoint never
  /// @throws RunFinishedException if the run has ended
  Task<@Nullable Void> startSoon(String name, Action<? extends Exception> body);

  /// The run's token, for code that knows nothing of tasks.
  ///
  /// @return the token
  /// @checkpoint never
  RunToken token();

  /// Cancels the run, see [CancelScope#cancel(String)].
  ///
  /// @param reason a short text for people
  /// @checkpoint never
  void cancel(String reason);

  /// Winds the run down, see [CancelScope#cancelGracefully(Duration)].
  ///
  /// @param grace not negative
  /// @checkpoint never
  void cancelGracefully(Duration grace);

  /// Waits for the tasks to end, with nothing started any more.
  ///
  /// @checkpoint never: it blocks the calling thread, which is no task of this run
  /// @throws ExceptionGroup if tasks failed
  /// @throws IllegalStateException if called in a task of this run
  void join();

  /// Cancels the run and waits until every task has ended. Does nothing the second time.
  ///
  /// @checkpoint never: it blocks the calling thread, which is no task of this run
  /// @throws ExceptionGroup if tasks failed
  /// @throws IllegalStateException if called in a task of this run
  @Override
  void close();
}
