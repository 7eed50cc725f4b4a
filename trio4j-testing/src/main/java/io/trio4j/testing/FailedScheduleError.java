package io.trio4j.testing;

import org.jspecify.annotations.Nullable;

/// A schedule under which a test fails. The message tells the failure, the schedule, how to replay
/// it, what ran turn by turn, and the tree of tasks at that moment; the cause is what the test
/// threw, if it threw.
///
/// {@snippet class="io.trio4j.snippets.ExplorerSnippets" region="failure"}
///
/// @since 0.1
public final class FailedScheduleError extends AssertionError {
  private static final long serialVersionUID = 1;

  /// What went wrong.
  public enum Kind {
    /// The test threw.
    FAILED,
    /// All tasks wait, and nothing will ever wake one.
    DEADLOCK,
    /// The test goes on and on, whoever gets the turn.
    LIVELOCK,
    /// The same schedule did not do the same twice: nothing that was found could be repeated.
    NOT_DETERMINISTIC
  }

  /// All of it.
  private final String message;

  /// In a word.
  private final Kind kind;

  /// What replays it.
  private final String schedule;

  /// The tree of tasks.
  private final String dump;

  /// Made by the explorer.
  ///
  /// @param kind what went wrong
  /// @param message for people
  /// @param schedule for [Explorer#replay(String, io.trio4j.Action)]
  /// @param dump the tree of tasks
  /// @param cause what the test threw
  public FailedScheduleError(
      Kind kind, String message, String schedule, String dump, @Nullable Throwable cause) {
    super(message, cause);
    this.message = message;
    this.kind = kind;
    this.schedule = schedule;
    this.dump = dump;
  }

  /// All of it, in many lines.
  ///
  /// @return for people
  @Override
  public String getMessage() {
    return message;
  }

  /// What went wrong.
  ///
  /// @return in a word
  public Kind kind() {
    return kind;
  }

  /// The schedule, as short as it could be made.
  ///
  /// @return for [Explorer#replay(String, io.trio4j.Action)]
  public String schedule() {
    return schedule;
  }

  /// The tree of tasks when the test failed.
  ///
  /// @return as [io.trio4j.Trio#dump()], of this run alone
  public String dump() {
    return dump;
  }
}
