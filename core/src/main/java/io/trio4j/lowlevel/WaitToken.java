package io.trio4j.lowlevel;

import io.trio4j.Task;
import io.trio4j.internal.park.Wait;
import org.jspecify.annotations.Nullable;

/// One wait of one task: the single mechanism below every lock, channel and timer of trio4j.
///
/// The task makes a token, puts it where others find it, and parks. Whoever has what the task waits
/// for calls [#tryReschedule]; exactly one of all calls and the cancel wins, and each is told
/// whether it did.
///
/// {@snippet class="io.trio4j.snippets.LowlevelSnippets" region="token"}
///
/// Two selects that face each other meet by claims: each claims its own token, then the other's,
/// and completes both or unclaims.
///
/// @param <T> what the wait gives
/// @threadsafety any thread, but the park methods: only the task that made the token, once
/// @source Trio `wait_task_rescheduled`, `reschedule`; conformance T037, T114–T117
/// @since 0.1
public sealed interface WaitToken<T extends @Nullable Object> permits Wait {
  /// A token for the next wait of the current task.
  ///
  /// @param <T> what the wait gives
  /// @param subject what is waited for: its `toString` stands in dumps and must not block
  /// @return a new token
  /// @checkpoint never
  /// @throws IllegalStateException outside a task
  static <T extends @Nullable Object> WaitToken<T> create(Object subject) {
    return Wait.create(subject);
  }

  /// Waits until somebody reschedules the token; a cancel takes the wait at once.
  ///
  /// @param onCancel run when a cancel has taken the wait, to take the token out of where it is; on
  ///   the canceller's thread, under no lock; must not wait
  /// @return the value it was rescheduled with
  /// @checkpoint always
  /// @oncancel the token is spent: every later `tryReschedule` answers false
  /// @throws IllegalStateException if the token was parked on before, or belongs to another task
  T park(Runnable onCancel);

  /// Waits until somebody reschedules the token; a cancel asks `abort` first.
  ///
  /// @param abort decides whether the wait can be taken back
  /// @return the value it was rescheduled with
  /// @checkpoint always
  /// @oncancel what `abort` left
  /// @throws IllegalStateException if the token was parked on before, or belongs to another task
  T parkAsking(AbortFunction abort);

  /// Waits until somebody reschedules the token; a cancel is seen at the next checkpoint only.
  ///
  /// @return the value it was rescheduled with
  /// @checkpoint schedule point only
  /// @throws IllegalStateException if the token was parked on before, or belongs to another task
  T parkShielded();

  /// Ends the wait with a value, if it is still waiting.
  ///
  /// @param value what the park method returns
  /// @return true if this call ended the wait; false if something else did
  /// @checkpoint never
  boolean tryReschedule(T value);

  /// Ends the wait with an error, if it is still waiting.
  ///
  /// @param error what the park method throws
  /// @return true if this call ended the wait; false if something else did
  /// @checkpoint never
  boolean tryFail(Throwable error);

  /// Takes the wait for a moment, so that nothing else can end it, until [#complete] or [#unclaim].
  /// Between the two the caller must not wait, take a lock or call foreign code.
  ///
  /// @return true if the wait is claimed by this call; false if it has ended
  /// @checkpoint never
  boolean tryClaim();

  /// Claims this token and `other` together, or neither.
  ///
  /// @param other the token of another wait
  /// @return true if both are claimed by this call
  /// @checkpoint never
  boolean tryClaimBoth(WaitToken<?> other);

  /// Gives a claimed wait back.
  ///
  /// @checkpoint never
  /// @throws IllegalStateException if it is not claimed
  void unclaim();

  /// Ends a claimed wait with a value.
  ///
  /// @param value what the park method returns
  /// @checkpoint never
  /// @throws IllegalStateException if it is not claimed
  void complete(T value);

  /// Whether the wait is still waiting.
  ///
  /// @return false once it has ended in any way
  /// @checkpoint never
  boolean isWaiting();

  /// The task whose wait this is.
  ///
  /// @return the task
  /// @checkpoint never
  Task<?> task();
}
