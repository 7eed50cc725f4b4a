package io.trio4j.internal.cancel;

import io.trio4j.Action;
import io.trio4j.Call;
import io.trio4j.CancelReason;
import io.trio4j.CancelSource;
import io.trio4j.Cancelled;
import io.trio4j.NoResultException;
import io.trio4j.ScopeAction;
import io.trio4j.ScopeCall;
import io.trio4j.TooSlowException;
import io.trio4j.TrioTime;
import io.trio4j.internal.errors.GroupMark;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A scope that a task enters. It is one piece with its public face because each frame between the
/// user's code and the user's body counts: a thousand nested scopes fit on a default stack. (To
/// park that deep the JVM has to move the stack into the heap in one piece: with G1 that piece must
/// be smaller than half a region, which is 1 MB in small heaps; `-XX:G1HeapRegionSize=8m` helps.)
public non-sealed class TaskScope extends ScopeControls {
  protected TaskScope() {}

  // The forms. Each is one frame between the caller's frame and the body's.

  public final <X extends Throwable> TaskScope runIn(Action<X> body) throws X {
    TaskNode task = TaskNode.currentNode();
    Cancelled before = open(task);
    Throwable thrown = null;
    try {
      body.run();
    } catch (Throwable t) { // thrown on by close, or absorbed
      thrown = t;
    }
    close(task, before, thrown);
    return this;
  }

  public final <X extends Throwable> TaskScope runIn(ScopeAction<X> body) throws X {
    initShared();
    TaskNode task = TaskNode.currentNode();
    Cancelled before = open(task);
    Throwable thrown = null;
    try {
      body.run(this);
    } catch (Throwable t) { // thrown on by close, or absorbed
      thrown = t;
    }
    close(task, before, thrown);
    return this;
  }

  @SuppressWarnings("NullAway") // the value is set unless something was thrown
  public final <T extends @Nullable Object, X extends Throwable> T callIn(ScopeCall<T, X> body)
      throws X {
    initShared();
    TaskNode task = TaskNode.currentNode();
    Cancelled before = open(task);
    T value = null;
    Throwable thrown = null;
    try {
      value = body.call(this);
    } catch (Throwable t) { // thrown on by close, or absorbed
      thrown = t;
    }
    if (close(task, before, thrown)) {
      throw noResult();
    }
    return value;
  }

  @SuppressWarnings("NullAway") // the value is set unless something was thrown
  public final <T extends @Nullable Object, X extends Throwable> T callOrElse(
      T fallback, Call<? extends T, X> body) throws X {
    TaskNode task = TaskNode.currentNode();
    Cancelled before = open(task);
    T value = null;
    Throwable thrown = null;
    try {
      value = body.call();
    } catch (Throwable t) { // thrown on by close, or absorbed
      thrown = t;
    }
    return close(task, before, thrown) ? fallback : value;
  }

  @SuppressWarnings("NullAway") // the value is set unless something was thrown
  public final <T, X extends Throwable> Optional<T> callOptional(Call<? extends T, X> body)
      throws X {
    TaskNode task = TaskNode.currentNode();
    Cancelled before = open(task);
    T value = null;
    Throwable thrown = null;
    try {
      value = body.call();
    } catch (Throwable t) { // thrown on by close, or absorbed
      thrown = t;
    }
    return close(task, before, thrown) ? Optional.empty() : Optional.of(requireValue(value));
  }

  private <T> T requireValue(@Nullable T value) {
    return Objects.requireNonNull(
        value,
        () ->
            "the body in "
                + this
                + " returned null, which an …Optional form can't return. Use an"
                + " …OrElse form.");
  }

  public final <X extends Throwable> void failIn(Action<X> body) throws X {
    TaskNode task = TaskNode.currentNode();
    Cancelled before = open(task);
    Throwable thrown = null;
    try {
      body.run();
    } catch (Throwable t) { // thrown on by close, or absorbed
      thrown = t;
    }
    if (close(task, before, thrown)) {
      ensureNotTooSlow();
    }
  }

  public final <X extends Throwable> void failIn(ScopeAction<X> body) throws X {
    initShared();
    TaskNode task = TaskNode.currentNode();
    Cancelled before = open(task);
    Throwable thrown = null;
    try {
      body.run(this);
    } catch (Throwable t) { // thrown on by close, or absorbed
      thrown = t;
    }
    if (close(task, before, thrown)) {
      ensureNotTooSlow();
    }
  }

  @SuppressWarnings("NullAway") // the value is set unless something was thrown
  public final <T extends @Nullable Object, X extends Throwable> T failCall(Call<T, X> body)
      throws X {
    TaskNode task = TaskNode.currentNode();
    Cancelled before = open(task);
    T value = null;
    Throwable thrown = null;
    try {
      value = body.call();
    } catch (Throwable t) { // thrown on by close, or absorbed
      thrown = t;
    }
    if (close(task, before, thrown)) {
      ensureNotTooSlow();
      throw noResult();
    }
    return value;
  }

  @SuppressWarnings("NullAway") // the value is set unless something was thrown
  public final <T extends @Nullable Object, X extends Throwable> T failCall(ScopeCall<T, X> body)
      throws X {
    initShared();
    TaskNode task = TaskNode.currentNode();
    Cancelled before = open(task);
    T value = null;
    Throwable thrown = null;
    try {
      value = body.call(this);
    } catch (Throwable t) { // thrown on by close, or absorbed
      thrown = t;
    }
    if (close(task, before, thrown)) {
      ensureNotTooSlow();
      throw noResult();
    }
    return value;
  }

  @Override
  public final <X extends Throwable> void enter(Action<X> body) throws X {
    runIn(body);
  }

  @Override
  @SuppressWarnings("NullAway") // the value is set unless something was thrown
  public final <T extends @Nullable Object, X extends Throwable> T enter(Call<T, X> body) throws X {
    TaskNode task = TaskNode.currentNode();
    Cancelled before = open(task);
    T value = null;
    Throwable thrown = null;
    try {
      value = body.call();
    } catch (Throwable t) { // thrown on by close, or absorbed
      thrown = t;
    }
    if (close(task, before, thrown)) {
      throw noResult();
    }
    return value;
  }

  /// Enters the scope: its deadline begins, the task's checkpoints see it.
  ///
  /// @return the Cancelled that was in flight around it, to be given to [#close]
  protected final @Nullable Cancelled open(TaskNode task) {
    if (isUnbound()) {
      synchronized (this) {
        bind(task);
      }
    } else {
      bind(task);
    }
    ScopeNode outer = task.innermost();
    int above = outer.state();
    initParent(outer);
    int mine = state();
    int bits = mine | (above & UNARMED);
    if ((mine & SHIELD) == 0) {
      bits |= above & INHERITED;
    }
    if ((mine & CANCELLED) != 0) {
      bits |= EFFECTIVE;
    }
    if ((mine & SOFT) != 0) {
      bits |= SHUTDOWN;
    }
    if (nextExpiryNanos() != Long.MAX_VALUE) {
      bits |= UNARMED | OWN_UNARMED;
    } else if (task.time().polled()) {
      bits |= UNARMED; // it may get a deadline that a checkpoint has to compare
    }
    if (isUnbound()) {
      setBits(bits & ~mine);
    } else {
      initState(bits);
    }
    task.push(this); // volatile: pairs with the canceller, who sets states before it reads chains
    if (isUnbound()
        || (outer.state() & INHERITED) != (above & INHERITED)
        || (bits & SHUTDOWN) != 0) {
      task.tree().settle(this);
    }
    if ((bits & OWN_UNARMED) != 0) {
      task.deadlineOpened(); // after the scope was published
    }
    Cancelled before = task.inFlight;
    if (before != null) {
      task.inFlight = null;
    }
    if (task.foreign != null && (bits & SHIELD) != 0) {
      task.quietForeign();
    }
    if ((mine & CANCELLED) != 0) {
      task.cancelledOutsideWait();
    }
    return before;
  }

  /// Leaves the scope. Throws what has to go on; returns whether the scope absorbed its own cancel.
  protected final boolean close(
      TaskNode task, @Nullable Cancelled before, @Nullable Throwable thrown) {
    ScopeNode above = parent;
    ScopeNode outer = above == null ? task : above;
    task.pop(outer); // first of all, see leaveForeign
    afterExit(task);
    if ((state() & SHIELD) != 0) {
      task.leftShield(outer);
    }
    Throwable going = task.foreign == null ? thrown : task.leaveForeign(this, thrown);
    if (going == null) {
      if (task.inFlight != null) {
        task.swallowed(task.inFlight);
      }
      task.inFlight = before;
      return false;
    }
    return absorbs(task, going)
        ? finishAbsorbed(task, before, going)
        : TaskNode.carryOn(task, before, going);
  }

  private boolean finishAbsorbed(TaskNode task, @Nullable Cancelled before, Throwable going) {
    task.inFlight = before;
    if (going instanceof Cancelled cancelled) {
      Throwable late = CancelledErrors.realErrors(cancelled);
      if (late != null) {
        throw TaskNode.<RuntimeException>sneaky(late);
      }
      return true;
    }
    GroupMark.set(going, false); // a group of errors goes on; its Cancelleds end here
    throw TaskNode.<RuntimeException>sneaky(going);
  }

  /// Decides, from the state of the scopes, whether a cancel ends here.
  private boolean absorbs(TaskNode task, Throwable going) {
    if (!(going instanceof Cancelled) && !GroupMark.hidesCancels(going)) {
      return false;
    }
    if ((state() & CANCELLED) == 0) {
      return false;
    }
    boolean absorb = task.tree().decide(() -> !outerCancelVisible());
    if (absorb) {
      markCaught();
    }
    return absorb;
  }

  private void ensureNotTooSlow() {
    CancelReason why = reason;
    if (why != null && why.source() == CancelSource.DEADLINE) {
      throw new TooSlowException(
          "not done at " + new TrioTime(deadlineNanos()) + ", the deadline of " + describe());
    }
  }

  private NoResultException noResult() {
    return new NoResultException(
        this
            + " was ended by its own cancel ("
            + reason
            + ") before its body had a value. Use an …OrElse or …Optional form if that is no error.");
  }
}
