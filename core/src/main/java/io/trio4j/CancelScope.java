package io.trio4j;

import io.trio4j.internal.cancel.ScopeControls;
import io.trio4j.internal.cancel.Scopes;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A piece of code that can be cancelled, timed out or shielded as a whole, with everything it
/// waits for and every task started in it.
///
/// A scope is entered by a lambda and left with it. Once [#cancel()] was called, or the deadline
/// has passed, every checkpoint inside throws [Cancelled] until the scope has been left; the scope
/// absorbs it at its edge. What the body returned wins over a late cancel.
///
/// {@snippet class="io.trio4j.snippets.CancelScopeSnippets" region="moveOn"}
///
/// Java's own waits inside (`Thread.sleep`, `BlockingQueue.take`, …) are ended by an interrupt.
/// Over code that comes to no checkpoint at all, a deadline is some 10 ms late.
///
/// The static forms open a scope, run the body in it and close it:
///
/// | form | when the scope's own cancel ended the body |
/// |---|---|
/// | `run`, `moveOnAfter`, `moveOnAt` | returns; the scope says [#cancelledCaught()] |
/// | `call` | [NoResultException] |
/// | `…OrElse`, `…Optional` | the fallback, an empty Optional |
/// | `failAfter`, `failAt` | [TooSlowException] if the deadline did it, else as `run` or `call` |
///
/// The file is long because each form has the same few lines of documentation, and users look for
/// them in one place.
///
/// @threadsafety all instance methods may be called from any thread; the body runs in the task that
///   entered the scope
/// @source Trio `CancelScope`; conformance T079–T123, T133–T146
/// @since 0.1
public sealed interface CancelScope permits ScopeControls {

  /// The moment at which the current task will be cancelled if nobody moves a deadline: the
  /// earliest deadline from here out to the nearest shield.
  ///
  /// @return [TrioTime#NEVER] without a deadline; [TrioTime#PAST] if already cancelled
  /// @checkpoint never
  /// @throws IllegalStateException outside a task
  /// @source Trio `current_effective_deadline`; conformance T118–T120
  static TrioTime currentEffectiveDeadline() {
    return Scopes.effectiveDeadline();
  }

  /// Whether a graceful cancel has reached the current task: a loop that could go on for ever
  /// should come to its end.
  ///
  /// @return true once `cancelGracefully` was called on an enclosing scope that no shield hides
  /// @checkpoint never
  /// @throws IllegalStateException outside a task
  static boolean isShuttingDown() {
    return Scopes.isShuttingDown();
  }

  /// Makes a scope that is not entered yet, to be handed to whoever may cancel it.
  ///
  /// @param options deadline or time-out, shield
  /// @return a scope for one use with [#enter(Action)]
  /// @checkpoint never
  static CancelScope of(ScopeOptions options) {
    return Scopes.unbound(options);
  }

  /// Runs `body` in a new scope that can be cancelled by hand.
  ///
  /// @param <X> the checked type the body throws
  /// @param body gets the scope
  /// @return the scope, exited
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  /// @throws IllegalStateException outside a task
  static <X extends Throwable> CancelScope run(ScopeAction<X> body) throws X {
    return Scopes.open().runIn(body);
  }

  /// Runs `body` in a new scope and returns its value.
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param body gets the scope
  /// @return the body's value
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  /// @throws NoResultException if the scope's own cancel ended the body
  static <T extends @Nullable Object, X extends Throwable> T call(ScopeCall<T, X> body) throws X {
    return Scopes.open().callIn(body);
  }

  /// Runs `body`, at most for `timeout`; being too slow is no error.
  ///
  /// @param <X> the checked type the body throws
  /// @param timeout not negative; zero cancels at the first checkpoint
  /// @param body what to run
  /// @return the scope, exited; [#cancelledCaught()] tells whether the time was up
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  /// @throws IllegalArgumentException if `timeout` is negative
  /// @source Trio `move_on_after`; conformance T136, T142
  static <X extends Throwable> CancelScope moveOnAfter(Duration timeout, Action<X> body) throws X {
    return Scopes.after(timeout).runIn(body);
  }

  /// Runs `body`, at most for `timeout` after the last [#touch()]: also the form for idle
  /// time-outs.
  ///
  /// @param <X> the checked type the body throws
  /// @param timeout not negative
  /// @param body gets the scope, to move its deadline
  /// @return the scope, exited
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  /// @throws IllegalArgumentException if `timeout` is negative
  static <X extends Throwable> CancelScope moveOnAfter(Duration timeout, ScopeAction<X> body)
      throws X {
    return Scopes.after(timeout).runIn(body);
  }

  /// Runs `body` until `deadline` at most; being too slow is no error.
  ///
  /// @param <X> the checked type the body throws
  /// @param deadline may lie in the past
  /// @param body what to run
  /// @return the scope, exited
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  static <X extends Throwable> CancelScope moveOnAt(TrioTime deadline, Action<X> body) throws X {
    return Scopes.at(deadline).runIn(body);
  }

  /// Runs `body` until `deadline` at most; being too slow is no error.
  ///
  /// @param <X> the checked type the body throws
  /// @param deadline may lie in the past
  /// @param body gets the scope
  /// @return the scope, exited
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  static <X extends Throwable> CancelScope moveOnAt(TrioTime deadline, ScopeAction<X> body)
      throws X {
    return Scopes.at(deadline).runIn(body);
  }

  /// The body's value, or `fallback` if the time was up.
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param timeout not negative
  /// @param fallback returned if the scope's own cancel ended the body
  /// @param body what to run
  /// @return the body's value or `fallback`
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  static <T extends @Nullable Object, X extends Throwable> T moveOnAfterOrElse(
      Duration timeout, T fallback, Call<? extends T, X> body) throws X {
    return Scopes.after(timeout).callOrElse(fallback, body);
  }

  /// The body's value, or nothing if the time was up.
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param timeout not negative
  /// @param body what to run; must not return null
  /// @return the body's value, empty if the scope's own cancel ended the body
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  static <T, X extends Throwable> Optional<T> moveOnAfterOptional(
      Duration timeout, Call<? extends T, X> body) throws X {
    return Scopes.after(timeout).callOptional(body);
  }

  /// The body's value, or `fallback` if `deadline` passed.
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param deadline may lie in the past
  /// @param fallback returned if the scope's own cancel ended the body
  /// @param body what to run
  /// @return the body's value or `fallback`
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  static <T extends @Nullable Object, X extends Throwable> T moveOnAtOrElse(
      TrioTime deadline, T fallback, Call<? extends T, X> body) throws X {
    return Scopes.at(deadline).callOrElse(fallback, body);
  }

  /// The body's value, or nothing if `deadline` passed.
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param deadline may lie in the past
  /// @param body what to run; must not return null
  /// @return the body's value, empty if the scope's own cancel ended the body
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  static <T, X extends Throwable> Optional<T> moveOnAtOptional(
      TrioTime deadline, Call<? extends T, X> body) throws X {
    return Scopes.at(deadline).callOptional(body);
  }

  /// Runs `body`; not being done within `timeout` is an error.
  ///
  /// @param <X> the checked type the body throws
  /// @param timeout not negative
  /// @param body what to run
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  /// @throws TooSlowException if this deadline passed and ended the body; a cancel by somebody else
  ///   is never turned into it
  /// @throws IllegalArgumentException if `timeout` is negative
  /// @source Trio `fail_after`; conformance T138–T142
  static <X extends Throwable> void failAfter(Duration timeout, Action<X> body) throws X {
    Scopes.after(timeout).failIn(body);
  }

  /// The value of `body`; not being done within `timeout` is an error.
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param timeout not negative
  /// @param body what to run
  /// @return the body's value
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  /// @throws TooSlowException if this deadline passed and ended the body
  /// @throws IllegalArgumentException if `timeout` is negative
  static <T extends @Nullable Object, X extends Throwable> T failAfter(
      Duration timeout, Call<T, X> body) throws X {
    return Scopes.after(timeout).failCall(body);
  }

  /// Runs `body`, which gets the scope; not being done in time is an error.
  ///
  /// @param <X> the checked type the body throws
  /// @param timeout not negative
  /// @param body gets the scope
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  /// @throws TooSlowException if this deadline passed and ended the body
  static <X extends Throwable> void failAfterRun(Duration timeout, ScopeAction<X> body) throws X {
    Scopes.after(timeout).failIn(body);
  }

  /// The value of `body`, which gets the scope; not being done in time is an error.
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param timeout not negative
  /// @param body gets the scope
  /// @return the body's value
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  /// @throws TooSlowException if this deadline passed and ended the body
  static <T extends @Nullable Object, X extends Throwable> T failAfterCall(
      Duration timeout, ScopeCall<T, X> body) throws X {
    return Scopes.after(timeout).failCall(body);
  }

  /// Runs `body`; not being done at `deadline` is an error.
  ///
  /// @param <X> the checked type the body throws
  /// @param deadline may lie in the past
  /// @param body what to run
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  /// @throws TooSlowException if this deadline passed and ended the body
  static <X extends Throwable> void failAt(TrioTime deadline, Action<X> body) throws X {
    Scopes.at(deadline).failIn(body);
  }

  /// The value of `body`; not being done at `deadline` is an error.
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param deadline may lie in the past
  /// @param body what to run
  /// @return the body's value
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  /// @throws TooSlowException if this deadline passed and ended the body
  static <T extends @Nullable Object, X extends Throwable> T failAt(
      TrioTime deadline, Call<T, X> body) throws X {
    return Scopes.at(deadline).failCall(body);
  }

  /// Runs `body` hidden from every cancel outside. Bound it with a deadline of its own, or use
  /// [#cleanup(Duration, Action)].
  ///
  /// @param <X> the checked type the body throws
  /// @param body what to run
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  static <X extends Throwable> void shielded(Action<X> body) throws X {
    Scopes.shielded().runIn(body);
  }

  /// The value of `body`, run hidden from every cancel outside.
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param body what to run
  /// @return the body's value
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  static <T extends @Nullable Object, X extends Throwable> T shielded(Call<T, X> body) throws X {
    return Scopes.shielded().enter(body);
  }

  /// Runs clean-up that needs to wait: shielded, for `grace` at most. Out of grace it is logged and
  /// returns normally, so that the exception in flight goes on.
  ///
  /// @param <X> the checked type the body throws
  /// @param grace how long the body may take; not negative
  /// @param body what to run, typically in a `finally` block
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  static <X extends Throwable> void cleanup(Duration grace, Action<X> body) throws X {
    Scopes.cleanup(grace, body);
  }

  /// Runs a wait that a graceful shutdown may end at once: an accept loop, the idle read of a
  /// kept-alive connection. A hard cancel goes through as everywhere.
  ///
  /// @param <X> the checked type the body throws
  /// @param body what to run
  /// @return the scope, exited; [#cancelledCaught()] tells whether a shutdown ended the body
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  static <X extends Throwable> CancelScope untilShutdown(Action<X> body) throws X {
    return Scopes.untilShutdown().runIn(body);
  }

  /// The value of a wait that a graceful shutdown may end at once, or nothing if it did.
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param body what to run; must not return null
  /// @return the body's value, empty if a shutdown ended the body
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  static <T, X extends Throwable> Optional<T> untilShutdownOptional(Call<? extends T, X> body)
      throws X {
    return Scopes.untilShutdown().callOptional(body);
  }

  /// Runs `body` in this scope, which must not have been entered before.
  ///
  /// @param <X> the checked type the body throws
  /// @param body what to run
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  /// @throws IllegalStateException if the scope was entered before: a scope is for a single use
  /// @source conformance T106, T107
  <X extends Throwable> void enter(Action<X> body) throws X;

  /// Runs `body` in this scope, which must not have been entered before, and returns its value.
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param body what to run
  /// @return the body's value
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  /// @throws NoResultException if the scope's own cancel ended the body
  /// @throws IllegalStateException if the scope was entered before
  <T extends @Nullable Object, X extends Throwable> T enter(Call<T, X> body) throws X;

  /// Cancels the scope: [#cancel(String)] without a text.
  ///
  /// @checkpoint never
  void cancel();

  /// Cancels the scope. Everything inside that waits is woken; every checkpoint inside throws until
  /// the scope has been left. Later calls change nothing: the first reason stays.
  ///
  /// On a scope that has been left it sets [#cancelCalled()] only.
  ///
  /// @param reason a short text for people, carried by [Cancelled]
  /// @checkpoint never
  void cancel(String reason);

  /// Winds the scope down: ends the waits inside [#untilShutdown(Action)] at once, lets all other
  /// code work on for `grace`, then cancels. Of several requests the earliest end of grace counts.
  ///
  /// @param grace not negative
  /// @checkpoint never
  /// @throws IllegalArgumentException if `grace` is negative
  void cancelGracefully(Duration grace);

  /// Whether the scope was cancelled, by a call or because its deadline has passed.
  ///
  /// @return true from the first cancel on, for good
  /// @checkpoint never
  boolean cancelCalled();

  /// Whether the scope has absorbed its own cancel.
  ///
  /// @return true after the scope was left by a [Cancelled] of its own
  /// @checkpoint never
  boolean cancelledCaught();

  /// Who cancelled the scope and why.
  ///
  /// @return empty while it is not cancelled
  /// @checkpoint never
  Optional<CancelReason> reason();

  /// When the scope will be cancelled.
  ///
  /// @return [TrioTime#NEVER] without a deadline
  /// @checkpoint never
  /// @throws IllegalStateException if the scope has a relative time-out and was not entered yet
  TrioTime deadline();

  /// Moves the deadline. A deadline that has passed cancels at the next checkpoint; a scope that
  /// was cancelled stays so.
  ///
  /// @param deadline [TrioTime#NEVER] for none
  /// @checkpoint never
  /// @throws IllegalStateException if the scope has a relative time-out and was not entered yet
  void setDeadline(TrioTime deadline);

  /// The time left until the deadline, or, before entry, the time-out it will get.
  ///
  /// @return negative if the deadline has passed; about 292 years without one
  /// @checkpoint never
  /// @throws IllegalStateException if the scope has an absolute deadline and was not entered yet
  Duration remaining();

  /// Moves the deadline to `timeout` from now; before entry, to `timeout` after entry.
  ///
  /// @param timeout not negative
  /// @checkpoint never
  /// @throws IllegalArgumentException if `timeout` is negative
  /// @throws IllegalStateException if the scope has an absolute deadline and was not entered yet
  void setTimeout(Duration timeout);

  /// Tells a scope with a time-out that there was progress: its deadline moves to the whole
  /// time-out from now. Costs one read of the clock and one write.
  ///
  /// @checkpoint never
  /// @throws IllegalStateException if the scope has no time-out, or was not entered yet
  void touch();

  /// Hides every cancel outside from everything inside, until [#unshield()].
  ///
  /// @checkpoint never
  void shield();

  /// Lets cancels from outside through again.
  ///
  /// @checkpoint never
  void unshield();

  /// Whether the scope hides cancels from outside.
  ///
  /// @return true if it is shielded
  /// @checkpoint never
  boolean isShielded();
}
