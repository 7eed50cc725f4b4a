package io.trio4j;

import io.trio4j.internal.run.LimitedNursery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A nursery with a limit on how many of its children live at a time: who starts one more waits for
/// a free place, first come, first served. So a million of jobs takes the memory of a few.
///
/// {@snippet class="io.trio4j.snippets.BoundedNurserySnippets" region="bounded"}
///
/// All else is as in a [Nursery]: the first failure cancels the rest, the block ends when all have
/// ended, and everything that failed is thrown as one [ExceptionGroup].
///
/// A child that waits for a place keeps its own meanwhile. If all do, nobody goes on: let children
/// use [#tryStart(Callable)] and do by themselves what finds no place.
///
/// @threadsafety children may be started from any task of the run; the rest from any thread
/// @source trio#527, and Trio's `CapacityLimiter`
/// @since 0.1
public sealed interface BoundedNursery permits LimitedNursery {

  /// Opens a bounded nursery, runs `body` in it and waits for all its tasks.
  ///
  /// @param limit how many children may live at a time; at least 1
  /// @param body gets the nursery, and takes no place
  /// @checkpoint always, at the end of the block, as [Nursery#run(NurseryAction)]
  /// @oncancel all children are cancelled too and have ended when the block is left
  /// @throws ExceptionGroup if the body or a child failed
  /// @throws IllegalArgumentException if `limit` is less than 1
  /// @throws IllegalStateException outside a task
  static void run(int limit, BoundedNurseryAction body) {
    LimitedNursery.run("", limit, body);
  }

  /// Opens a bounded nursery with a name for dumps and task paths.
  ///
  /// @param name of the nursery
  /// @param limit how many children may live at a time; at least 1
  /// @param body gets the nursery, and takes no place
  /// @checkpoint always, at the end of the block
  /// @oncancel all children are cancelled too and have ended when the block is left
  /// @throws ExceptionGroup if the body or a child failed
  /// @throws IllegalArgumentException if `limit` is less than 1
  static void run(String name, int limit, BoundedNurseryAction body) {
    LimitedNursery.run(name, limit, body);
  }

  /// Opens a bounded nursery and returns the value of `body` when all tasks have ended.
  ///
  /// @param <T> the value
  /// @param limit how many children may live at a time; at least 1
  /// @param body gets the nursery, and takes no place
  /// @return the body's value
  /// @checkpoint always, at the end of the block
  /// @oncancel all children are cancelled too and have ended when the block is left
  /// @throws ExceptionGroup if the body or a child failed
  /// @throws NoResultException if a cancel of this nursery ended the body
  /// @throws IllegalArgumentException if `limit` is less than 1
  static <T extends @Nullable Object> T call(int limit, BoundedNurseryCall<T> body) {
    return LimitedNursery.call("", limit, body);
  }

  /// Opens a bounded nursery with a name and returns the value of `body` when all tasks have ended.
  ///
  /// @param <T> the value
  /// @param name of the nursery
  /// @param limit how many children may live at a time; at least 1
  /// @param body gets the nursery, and takes no place
  /// @return the body's value
  /// @checkpoint always, at the end of the block
  /// @oncancel all children are cancelled too and have ended when the block is left
  /// @throws ExceptionGroup if the body or a child failed
  /// @throws NoResultException if a cancel of this nursery ended the body
  /// @throws IllegalArgumentException if `limit` is less than 1
  static <T extends @Nullable Object> T call(String name, int limit, BoundedNurseryCall<T> body) {
    return LimitedNursery.call(name, limit, body);
  }

  /// Waits for a free place, in order of arrival, and starts a child in it. The place is free again
  /// when the child has ended. Whoever waits keeps the nursery open.
  ///
  /// @param <T> the value
  /// @param body what the child runs
  /// @return the child
  /// @checkpoint always
  /// @oncancel nothing was started; a place that was offered goes to the next
  /// @throws IllegalStateException if the nursery is closed, or the caller is no task of its run
  <T extends @Nullable Object> Task<T> startWhenFree(Callable<T> body);

  /// Waits for a free place and starts a child in it, see [#startWhenFree(Callable)].
  ///
  /// @param body what the child runs
  /// @return the child
  /// @checkpoint always
  /// @oncancel nothing was started; a place that was offered goes to the next
  /// @throws IllegalStateException if the nursery is closed, or the caller is no task of its run
  Task<@Nullable Void> startWhenFree(Action<? extends Exception> body);

  /// Waits for a free place and starts a child in it, see [#startWhenFree(Callable)].
  ///
  /// @param <T> the value
  /// @param name for dumps, errors and paths
  /// @param body what the child runs
  /// @return the child
  /// @checkpoint always
  /// @oncancel nothing was started; a place that was offered goes to the next
  /// @throws IllegalStateException if the nursery is closed, or the caller is no task of its run
  <T extends @Nullable Object> Task<T> startWhenFree(String name, Callable<T> body);

  /// Waits for a free place and starts a child in it, see [#startWhenFree(Callable)].
  ///
  /// @param name for dumps, errors and paths
  /// @param body what the child runs
  /// @return the child
  /// @checkpoint always
  /// @oncancel nothing was started; a place that was offered goes to the next
  /// @throws IllegalStateException if the nursery is closed, or the caller is no task of its run
  Task<@Nullable Void> startWhenFree(String name, Action<? extends Exception> body);

  /// Starts a child if a place is free and nobody waits for one.
  ///
  /// {@snippet class="io.trio4j.snippets.BoundedNurserySnippets" region="tryStart"}
  ///
  /// @param <T> the value
  /// @param body what the child runs
  /// @return the child; empty if there was no place for it, and then nothing happened
  /// @checkpoint never
  /// @throws IllegalStateException if the nursery is closed, or the caller is no task of its run
  <T extends @Nullable Object> Optional<Task<T>> tryStart(Callable<T> body);

  /// Starts a child if a place is free and nobody waits for one.
  ///
  /// @param body what the child runs
  /// @return the child; empty if there was no place for it, and then nothing happened
  /// @checkpoint never
  /// @throws IllegalStateException if the nursery is closed, or the caller is no task of its run
  Optional<Task<@Nullable Void>> tryStart(Action<? extends Exception> body);

  /// Starts a child with a name if a place is free and nobody waits for one.
  ///
  /// @param <T> the value
  /// @param name for dumps, errors and paths
  /// @param body what the child runs
  /// @return the child; empty if there was no place for it, and then nothing happened
  /// @checkpoint never
  /// @throws IllegalStateException if the nursery is closed, or the caller is no task of its run
  <T extends @Nullable Object> Optional<Task<T>> tryStart(String name, Callable<T> body);

  /// Starts a child with a name if a place is free and nobody waits for one.
  ///
  /// @param name for dumps, errors and paths
  /// @param body what the child runs
  /// @return the child; empty if there was no place for it, and then nothing happened
  /// @checkpoint never
  /// @throws IllegalStateException if the nursery is closed, or the caller is no task of its run
  Optional<Task<@Nullable Void>> tryStart(String name, Action<? extends Exception> body);

  /// How many children may live at a time.
  ///
  /// @return at least 1
  /// @checkpoint never
  int limit();

  /// Changes how many children may live at a time. A higher limit lets those who wait in at once;
  /// with a lower one nobody gets in until enough children have ended.
  ///
  /// @param limit at least 1
  /// @checkpoint never
  /// @throws IllegalArgumentException if `limit` is less than 1
  void setLimit(int limit);

  /// How full the nursery is.
  ///
  /// @return a snapshot
  /// @checkpoint never
  BoundedNurseryStatistics statistics();

  /// Cancels the body and all children; the block then ends normally unless something fails.
  ///
  /// @checkpoint never
  void cancel();

  /// Cancels the body and all children, with a text for people.
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

  /// The children that have not ended. Weakly consistent.
  ///
  /// @return a snapshot, in order of start
  /// @checkpoint never
  List<Task<?>> childTasks();

  /// Whether the body and all tasks have ended, so that nothing can be started any more.
  ///
  /// @return true once closed
  /// @checkpoint never
  boolean isClosed();
}
