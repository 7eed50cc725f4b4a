package io.trio4j;

import io.trio4j.internal.run.OpenRun;
import io.trio4j.lowlevel.RunToken;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A run that is no block: made by [Trio#start(RunOptions)], it lives until it is closed. For
/// objects with a start and a stop: beans, test fixtures, clients.
///
/// {@snippet class="io.trio4j.snippets.TrioSnippets" region="handle"}
///
/// Where a block will do it is better: [Trio#run(Action)] can't be forgotten. To stop gracefully,
/// call [#cancelGracefully(Duration)], then [#join()], then [#close()]. More, with a bean, a JUnit
/// fixture and a container, stands in `docs/lifecycles.md`.
///
/// A task started with `startSoon` that fails ends the run: its other tasks are cancelled, nobody
/// has to close it for that. Nobody may be waiting, so the failure shows in four places: in
/// [#isRunning()] at once, and in [#failure()] when the other tasks have ended too; then also in
/// the log, as an error of `io.trio4j.run`; in whatever is handed in, which is refused with a
/// [RunFinishedException]; and [#join()] or [#close()] throws it. What fails in [#call(Callable)]
/// or [#run(Action)] is thrown there, and the run goes on; an [Error] ends the run as well.
///
/// | what somebody does | what happens |
/// | --- | --- |
/// | closes it twice, or joins and then closes | the second close waits for the same end, throws nothing |
/// | closes it from several threads | each waits for the end; a failure is thrown to one of them |
/// | closes or joins it in a task of this run | IllegalStateException; use [#cancel(String)] there |
/// | calls `call` or `run` in a task of this run | IllegalStateException; call the body itself |
/// | starts something after it was closed, cancelled or has failed | RunFinishedException, with why |
/// | is interrupted in `close` or `join` | the run is cancelled, the wait goes on, the flag is set |
/// | is interrupted in `call` or `run` | that task is cancelled; TaskInterruptedException |
/// | starts one in a task | IllegalStateException; use a nursery |
/// | forgets it | a warning when the handle is collected; the run goes on as a daemon |
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
  /// @throws RunFinishedException if the run has ended or was cancelled, with why
  <T extends @Nullable Object> T call(Callable<T> body);

  /// Runs `body` as a task of the run and waits for it.
  ///
  /// @param body what to run
  /// @checkpoint never: it blocks the calling thread, which is no task of this run
  /// @throws TaskFailedException if it failed; that is the cause. The run goes on.
  /// @throws TaskCancelledException if it was cancelled
  /// @throws RunFinishedException if the run has ended or was cancelled, with why
  void run(Action<? extends Exception> body);

  /// Starts a task of the run. If it fails the run is cancelled.
  ///
  /// @param <T> the value
  /// @param body what to run
  /// @return the task
  /// @checkpoint never
  /// @throws RunFinishedException if the run has ended or was cancelled, with why
  <T extends @Nullable Object> Task<T> startSoon(Callable<T> body);

  /// Starts a task of the run. If it fails the run is cancelled.
  ///
  /// @param body what to run
  /// @return the task
  /// @checkpoint never
  /// @throws RunFinishedException if the run has ended or was cancelled, with why
  Task<@Nullable Void> startSoon(Action<? extends Exception> body);

  /// Starts a task of the run under a name. If it fails the run is cancelled.
  ///
  /// @param <T> the value
  /// @param name for dumps, errors and paths
  /// @param body what to run
  /// @return the task
  /// @checkpoint never
  /// @throws RunFinishedException if the run has ended or was cancelled, with why
  <T extends @Nullable Object> Task<T> startSoon(String name, Callable<T> body);

  /// Starts a task of the run under a name. If it fails the run is cancelled.
  ///
  /// @param name for dumps, errors and paths
  /// @param body what to run
  /// @return the task
  /// @checkpoint never
  /// @throws RunFinishedException if the run has ended or was cancelled, with why
  Task<@Nullable Void> startSoon(String name, Action<? extends Exception> body);

  /// The run's token, for code that knows nothing of tasks.
  ///
  /// @return the token
  /// @checkpoint never
  RunToken token();

  /// Whether the run takes work.
  ///
  /// @return true until the run is closed, joined or cancelled, or a task started here has failed;
  ///   also while it winds down gracefully and has tasks
  /// @checkpoint never
  boolean isRunning();

  /// What the run failed with.
  ///
  /// @return empty while tasks run, and if it ended without a failure; else what [#join()] throws
  /// @checkpoint never
  Optional<Throwable> failure();

  /// Cancels the run, see [CancelScope#cancel(String)]. It ends when its tasks have. Also for tasks
  /// of this run that want to end it.
  ///
  /// @param reason a short text for people
  /// @checkpoint never
  void cancel(String reason);

  /// Winds the run down, see [CancelScope#cancelGracefully(Duration)]. It ends when its tasks have,
  /// at the latest after `grace`.
  ///
  /// @param grace not negative
  /// @checkpoint never
  void cancelGracefully(Duration grace);

  /// Waits for the tasks to end, with nothing started any more.
  ///
  /// @checkpoint never: it blocks the calling thread, which is no task of this run. An interrupt
  ///   cancels the run; the wait goes on, and the flag is set again
  /// @throws ExceptionGroup if tasks failed; each time it is called
  /// @throws IllegalStateException if called in a task of this run
  void join();

  /// Cancels the run and waits until every task has ended. Does nothing the second time.
  ///
  /// @checkpoint never: it blocks the calling thread, which is no task of this run. An interrupt
  ///   does not end the wait; the flag is set again
  /// @throws ExceptionGroup if tasks failed, unless `join` or `close` has thrown it before
  /// @throws IllegalStateException if called in a task of this run
  @Override
  void close();
}
