package io.trio4j.testing;

import io.trio4j.Outcome;
import io.trio4j.Task;
import io.trio4j.internal.hooks.RunHooks;
import io.trio4j.lowlevel.WaitSubject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Assertions about what tasks are doing. Their messages say what the task waits for and who holds
/// it.
///
/// They look at one moment: let the tasks come to rest before, with
/// [Testing#waitAllTasksBlocked()].
///
/// {@snippet class="io.trio4j.snippets.TestingSnippets" region="states"}
///
/// @threadsafety any thread; a look at a task that is not at rest is out of date at once
/// @since 0.1
public final class TaskStates {
  private TaskStates() {}

  /// Fails unless a task waits in trio4j.
  ///
  /// @param task any
  /// @checkpoint never
  /// @throws AssertionError saying what the task does instead
  public static void assertBlocked(Task<?> task) {
    if (RunHooks.waitSubject(task).isEmpty()) {
      throw new AssertionError("expected " + task + " to wait, but it " + describe(task));
    }
  }

  /// Fails unless a task waits in trio4j for a certain thing.
  ///
  /// @param task any
  /// @param subject what was given to the wait: the object itself or an equal one; or a text that
  ///   the subject's text contains
  /// @checkpoint never
  /// @throws AssertionError saying what the task waits for, or does, instead
  public static void assertBlockedOn(Task<?> task, Object subject) {
    Optional<Object> actual = RunHooks.waitSubject(task);
    if (actual.isEmpty() || !fits(actual.get(), subject)) {
      throw new AssertionError(
          "expected " + task + " to wait for " + subject + ", but it " + describe(task));
    }
  }

  private static boolean fits(Object actual, Object expected) {
    return actual.equals(expected)
        || (expected instanceof String part && actual.toString().contains(part));
  }

  /// Fails unless a task has ended, in whatever way.
  ///
  /// @param task any
  /// @checkpoint never
  /// @throws AssertionError saying what the task waits for, or does, instead
  public static void assertDone(Task<?> task) {
    if (!task.isDone()) {
      throw new AssertionError("expected " + task + " to have ended, but it " + describe(task));
    }
  }

  /// What a task does, as the rest of a sentence that begins with the task.
  ///
  /// @param task any
  /// @return such as `waits for Lock[held by …], held by Task[main/b]`
  /// @checkpoint never
  public static String describe(Task<?> task) {
    Optional<? extends Outcome<?>> outcome = task.outcome();
    return outcome.isPresent() ? ended(outcome.get()) : living(task);
  }

  private static String ended(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Success<?>(var value) -> "has ended and returned " + value;
      case Outcome.Failure<?>(Throwable error) -> "has failed: " + error;
      case Outcome.Stopped<?>(var reason) -> "was " + reason;
    };
  }

  private static String living(Task<?> task) {
    return RunHooks.waitSubject(task)
        .map(subject -> "waits for " + subject + holders(subject))
        .orElseGet(() -> "runs" + place(task));
  }

  private static String holders(Object subject) {
    List<Task<?>> holders =
        subject instanceof WaitSubject knowing ? knowing.holders() : List.<Task<?>>of();
    return holders.isEmpty()
        ? ""
        : holders.stream().map(Task::toString).collect(Collectors.joining(", ", ", held by ", ""));
  }

  private static String place(Task<?> task) {
    return Places.firstOfUser(task.stackTrace()).map(frame -> ", at " + frame).orElse("");
  }
}
