package io.trio4j;

import io.trio4j.internal.run.Nurseries;
import io.trio4j.internal.run.RunNursery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A block that owns tasks: it ends when its body and all tasks started in it have ended.
///
/// The first failure, of the body or of a child, cancels the rest; when all have ended, everything
/// that failed is thrown as one [ExceptionGroup]. A group never contains [Cancelled].
///
/// A *service* is a child that ends after all others, see [#startService(Action)]. A nursery with a
/// limit on its children is a [BoundedNursery].
///
/// {@snippet class="io.trio4j.snippets.NurserySnippets" region="nursery"}
///
/// @threadsafety children may be started from any task of the run; `cancel` and the questions from
///   any thread. What the children did happens-before the end of the block.
/// @source Trio `open_nursery`; conformance sections 1, 3 and 7
/// @since 0.1
public sealed interface Nursery permits RunNursery {

  /// Opens a nursery, runs `body` in it and waits for all its tasks.
  ///
  /// @param body gets the nursery
  /// @checkpoint always, at the end of the block: a schedule point that throws only if a child or
  ///   the body was cancelled
  /// @oncancel all children are cancelled too and have ended when the block is left
  /// @throws ExceptionGroup if the body or a child failed
  /// @throws IllegalStateException outside a task
  static void run(NurseryAction body) {
    Nurseries.run("", body);
  }

  /// Opens a nursery with a name for dumps and task paths.
  ///
  /// @param name of the nursery
  /// @param body gets the nursery
  /// @checkpoint always, at the end of the block
  /// @oncancel all children are cancelled too and have ended when the block is left
  /// @throws ExceptionGroup if the body or a child failed
  static void run(String name, NurseryAction body) {
    Nurseries.run(name, body);
  }

  /// Opens a nursery and returns the value of `body` when all tasks have ended.
  ///
  /// @param <T> the value
  /// @param body gets the nursery
  /// @return the body's value
  /// @checkpoint always, at the end of the block
  /// @oncancel all children are cancelled too and have ended when the block is left
  /// @throws ExceptionGroup if the body or a child failed
  /// @throws NoResultException if a cancel of this nursery ended the body
  static <T extends @Nullable Object> T call(NurseryCall<T> body) {
    return Nurseries.call("", body);
  }

  /// Opens a nursery with a name and returns the value of `body` when all tasks have ended.
  ///
  /// @param <T> the value
  /// @param name of the nursery
  /// @param body gets the nursery
  /// @return the body's value
  /// @checkpoint always, at the end of the block
  /// @oncancel all children are cancelled too and have ended when the block is left
  /// @throws ExceptionGroup if the body or a child failed
  /// @throws NoResultException if a cancel of this nursery ended the body
  static <T extends @Nullable Object> T call(String name, NurseryCall<T> body) {
    return Nurseries.call(name, body);
  }

  /// Starts a child that gives a value. Returns at once; the child runs soon.
  ///
  /// A reference to an overloaded method (`latch::await`) is ambiguous here for javac: write a
  /// lambda.
  ///
  /// @param <T> the value
  /// @param body what the child runs
  /// @return the child
  /// @checkpoint never
  /// @throws IllegalStateException if the nursery is closed, or the caller is no task of its run
  <T extends @Nullable Object> Task<T> startSoon(Callable<T> body);

  /// Starts a child. Returns at once; the child runs soon.
  ///
  /// @param body what the child runs
  /// @return the child
  /// @checkpoint never
  /// @throws IllegalStateException if the nursery is closed, or the caller is no task of its run
  Task<@Nullable Void> startSoon(Action<? extends Exception> body);

  /// Starts a child with a name and a value.
  ///
  /// @param <T> the value
  /// @param name for dumps, errors and paths
  /// @param body what the child runs
  /// @return the child
  /// @checkpoint never
  /// @throws IllegalStateException if the nursery is closed, or the caller is no task of its run
  <T extends @Nullable Object> Task<T> startSoon(String name, Callable<T> body);

  /// Starts a child with a name.
  ///
  /// @param name for dumps, errors and paths
  /// @param body what the child runs
  /// @return the child
  /// @checkpoint never
  /// @throws IllegalStateException if the nursery is closed, or the caller is no task of its run
  Task<@Nullable Void> startSoon(String name, Action<? extends Exception> body);

  /// Starts `startable` and waits until it reports that it is ready. Until then it belongs to the
  /// caller, afterwards to this nursery, which meanwhile stays open.
  ///
  /// {@snippet class="io.trio4j.snippets.NurserySnippets" region="start"}
  ///
  /// @param <V> what the startable reports
  /// @param startable what to start
  /// @return the value given to [TaskStatus#started(Object)]
  /// @checkpoint always
  /// @oncancel the startable was cancelled and has ended; the nursery never saw it
  /// @throws Exception what the startable threw before it was ready, as it was thrown
  /// @throws IllegalStateException if the nursery is closed, or the startable ended without
  ///   reporting
  /// @source Trio `Nursery.start`; conformance section 3
  <V extends @Nullable Object> V start(Startable<V> startable) throws Exception;

  /// Starts `startable` under a name and waits until it reports that it is ready.
  ///
  /// @param <V> what the startable reports
  /// @param name for dumps, errors and paths
  /// @param startable what to start
  /// @return the value given to [TaskStatus#started(Object)]
  /// @checkpoint always
  /// @oncancel the startable was cancelled and has ended; the nursery never saw it
  /// @throws Exception what the startable threw before it was ready, as it was thrown
  /// @throws IllegalStateException if the nursery is closed, or the startable ended without
  ///   reporting
  <V extends @Nullable Object> V start(String name, Startable<V> startable) throws Exception;

  /// Starts a service: a task that others rely on, such as a heartbeat or a writer of logs, and
  /// that ends after them. Returns at once; the service runs soon.
  ///
  /// A service does not keep the block open, and no cancel reaches it while somebody may use it:
  /// not that of this nursery, nor one further out, nor a graceful one. When the body and all
  /// children that are no services have ended, services are cancelled one at a time in reverse
  /// order of their start; each has ended before the next is cancelled, and so have children it
  /// started on its way out. Its failure is one of the nursery's and cancels it; the other services
  /// still end in their order. A service may end by itself, which means nothing, and can be
  /// cancelled by its handle. It may be started at any time before the nursery is closed, also by
  /// another service and in a nursery that was cancelled.
  ///
  /// A service that takes longer to end than [RunOptions#serviceLimit()] is logged, and shown in
  /// dumps; the block goes on waiting for it.
  ///
  /// {@snippet class="io.trio4j.snippets.NurserySnippets" region="service"}
  ///
  /// @param body what the service runs; its clean-up should be bounded, see
  ///   [CancelScope#cleanup(Duration, Action)]
  /// @return the service
  /// @checkpoint never
  /// @throws IllegalStateException if the nursery is closed, or the caller is no task of its run
  Task<@Nullable Void> startService(Action<? extends Exception> body);

  /// Starts a service with a name, see [#startService(Action)].
  ///
  /// @param name for dumps, errors and paths
  /// @param body what the service runs
  /// @return the service
  /// @checkpoint never
  /// @throws IllegalStateException if the nursery is closed, or the caller is no task of its run
  Task<@Nullable Void> startService(String name, Action<? extends Exception> body);

  /// Starts a service and waits until it reports that it is ready. Until then it belongs to the
  /// caller and is cancelled with it, as in [#start(Startable)]; afterwards it is a service of this
  /// nursery, see [#startService(Action)]. Its place in the order is that of its report.
  ///
  /// {@snippet class="io.trio4j.snippets.NurserySnippets" region="readyService"}
  ///
  /// @param <V> what the service reports
  /// @param startable the service
  /// @return the value given to [TaskStatus#started(Object)]
  /// @checkpoint always
  /// @oncancel the service was cancelled and has ended; the nursery never saw it
  /// @throws Exception what the service threw before it was ready, as it was thrown
  /// @throws IllegalStateException if the nursery is closed, or the service ended without reporting
  <V extends @Nullable Object> V startService(Startable<V> startable) throws Exception;

  /// Starts a service under a name and waits until it reports that it is ready, see
  /// [#startService(Startable)].
  ///
  /// @param <V> what the service reports
  /// @param name for dumps, errors and paths
  /// @param startable the service
  /// @return the value given to [TaskStatus#started(Object)]
  /// @checkpoint always
  /// @oncancel the service was cancelled and has ended; the nursery never saw it
  /// @throws Exception what the service threw before it was ready, as it was thrown
  /// @throws IllegalStateException if the nursery is closed, or the service ended without reporting
  <V extends @Nullable Object> V startService(String name, Startable<V> startable) throws Exception;

  /// Cancels the body and all children but services, which end after them; the block then ends
  /// normally unless something fails.
  ///
  /// @checkpoint never
  void cancel();

  /// Cancels the body and all children but services, with a text for people.
  ///
  /// @param reason carried by [Cancelled]
  /// @checkpoint never
  void cancel(String reason);

  /// Winds the nursery down, see [CancelScope#cancelGracefully(Duration)].
  ///
  /// @param grace not negative
  /// @checkpoint never
  void cancelGracefully(Duration grace);

  /// The scope around the body and all children.
  ///
  /// @return the nursery's own scope
  /// @checkpoint never
  CancelScope scope();

  /// The name given to `run`, or the empty text.
  ///
  /// @return the name
  /// @checkpoint never
  String name();

  /// The task that opened the nursery.
  ///
  /// @return the task whose block this is; empty for a run's system nursery
  /// @checkpoint never
  Optional<Task<?>> parentTask();

  /// The children that have not ended, services among them. Weakly consistent.
  ///
  /// @return a snapshot, in order of start; see [Task#isService()]
  /// @checkpoint never
  List<Task<?>> childTasks();

  /// Whether the body and all tasks have ended, so that nothing can be started any more.
  ///
  /// @return true once closed
  /// @checkpoint never
  boolean isClosed();
}
