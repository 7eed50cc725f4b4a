package io.trio4j;

import io.trio4j.internal.run.RunTask;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A child of a nursery: a virtual thread of its own with a result.
///
/// {@snippet class="io.trio4j.snippets.NurserySnippets" region="task"}
///
/// @param <T> the value of the task's body
/// @threadsafety any thread, except [#join()], which waits and needs a task
/// @since 0.1
public sealed interface Task<T extends @Nullable Object> permits RunTask {

  /// The task that calls this.
  ///
  /// @return the current task
  /// @checkpoint never
  /// @throws IllegalStateException outside a task
  /// @source Trio `current_task`; conformance T007
  static Task<?> current() {
    return RunTask.current();
  }

  /// The task that calls this, if there is one.
  ///
  /// @return empty outside a task
  /// @checkpoint never
  static Optional<Task<?>> tryCurrent() {
    return Optional.ofNullable(RunTask.currentOrNull());
  }

  /// The name given at the start, or one made from the body's class.
  ///
  /// @return the name
  /// @checkpoint never
  String name();

  /// The names from the run's main task down to this one, such as `main/crawl/page-17`.
  ///
  /// @return the path
  /// @checkpoint never
  String path();

  /// Waits until the task has ended and returns its value.
  ///
  /// A task that joins a sibling or child inside the nursery which that task's failure cancels gets
  /// [Cancelled] as at any checkpoint there, unless the outcome was there before.
  ///
  /// @return what the task's body returned
  /// @checkpoint always
  /// @oncancel nothing happened: the task goes on
  /// @throws TaskFailedException if it threw; that is the cause
  /// @throws TaskCancelledException if it was cancelled
  /// @throws IllegalStateException outside a task, or if a task joins itself
  T join();

  /// Waits until the task has ended and tells how.
  ///
  /// @return how it ended
  /// @checkpoint always
  /// @oncancel nothing happened: the task goes on
  /// @throws IllegalStateException outside a task, or if a task joins itself
  Outcome<T> joinOutcome();

  /// Cancels this task and all its children, but not its siblings.
  ///
  /// @checkpoint never
  void cancel();

  /// Cancels this task and all its children, but not its siblings.
  ///
  /// @param reason a short text for people
  /// @checkpoint never
  void cancel(String reason);

  /// How the task ended.
  ///
  /// @return empty while it has not ended
  /// @checkpoint never
  Optional<Outcome<T>> outcome();

  /// Whether the task has ended.
  ///
  /// @return true once its body and all it started have ended
  /// @checkpoint never
  boolean isDone();

  /// Has `callback` called once, with how the task ended.
  ///
  /// It is called on the task's own thread, as the last thing the task does: the outcome is there,
  /// and if it is a failure the nursery was cancelled by it; who joins the task is woken
  /// afterwards, and the nursery ends afterwards. A task that could not begin is ended by the
  /// thread that tried to start it. Several callbacks are called in the order they were added. The
  /// callback must not wait. What it throws ends the run with a [TrioInternalError], for no task is
  /// left to blame.
  ///
  /// If the task has ended already, or ends right now, the callback may be called here, by the
  /// calling thread before this returns; what it throws is then thrown here.
  ///
  /// {@snippet class="io.trio4j.snippets.NurserySnippets" region="onEnd"}
  ///
  /// @param callback gets how the task ended
  /// @return takes the callback back
  /// @checkpoint never
  Registration onEnd(Consumer<? super Outcome<T>> callback);

  /// Whether the task is a service: one that its nursery ends after all others.
  ///
  /// @return true for what [Nursery#startService(Action)] started, also when it has ended; for what
  ///   `startService` waits for, true once it has reported
  /// @checkpoint never
  boolean isService();

  /// The nursery the task belongs to.
  ///
  /// @return empty for the main task of a run; still answers after the task ended
  /// @checkpoint never
  Optional<Nursery> parentNursery();

  /// The nursery the task will belong to once it has reported that it is started.
  ///
  /// @return empty but for a task inside [Nursery#start(Startable)]
  /// @checkpoint never
  Optional<Nursery> eventualParentNursery();

  /// The nurseries this task has open, outermost first.
  ///
  /// @return a snapshot
  /// @checkpoint never
  List<Nursery> childNurseries();

  /// The task's stack, innermost frame first as everywhere in Java.
  ///
  /// @return empty before the task has begun and after it has ended
  /// @checkpoint never
  List<StackTraceElement> stackTrace();
}
