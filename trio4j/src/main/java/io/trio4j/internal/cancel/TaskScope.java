package io.trio4j.internal.cancel;

import io.trio4j.Action;
import io.trio4j.Call;
import io.trio4j.CancelReason;
import io.trio4j.CancelScope;
import io.trio4j.CancelSource;
import io.trio4j.Cancelled;
import io.trio4j.NoResultException;
import io.trio4j.ScopeAction;
import io.trio4j.ScopeCall;
import io.trio4j.TooSlowException;
import io.trio4j.TrioTime;
import io.trio4j.internal.time.Durations;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A scope that a task enters. It is one piece with its public face because each frame between the
/// user's code and the user's body counts: a thousand nested scopes fit on a default stack.
public non-sealed class TaskScope extends ScopeNode implements CancelScope {
  /*
   * States
   *   new -> entered   // by the owner, once
   *   entered -> exited  // by the owner
   *
   * Ordering
   *   owner, parent   | written at entry; before that, of a shared scope, under its monitor
   *   deadlineNanos   | volatile; written by anyone, last write counts
   *   timer           | under the scope's monitor; read plainly by the owner at exit of an unshared scope,
   *                   | whose timer was armed by a task that has ended or by the owner itself
   *   exited          | owner; a stale reader only sets cancelCalled of a scope that is just being left
   */
  private static final long NO_TIMEOUT = -1;
  private static final VarHandle EXITED;

  static {
    try {
      EXITED = MethodHandles.lookup().findVarHandle(TaskScope.class, "exited", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile long deadlineNanos = Long.MAX_VALUE;
  private long timeoutNanos = NO_TIMEOUT; // written before entry, or by setTimeout
  private @Nullable TaskNode owner;
  private volatile @Nullable SoftCancel soft; // written under the tree lock, or before entry
  @Nullable ScopeTimer timer; // guarded by the scope's monitor
  private boolean shared; // written before publication
  private boolean endsOnShutdown; // written before entry
  private volatile boolean exited; // written by the owner
  private boolean caught; // written by the owner before it leaves

  protected TaskScope() {}

  final void initTimeout(long nanos) {
    timeoutNanos = nanos;
  }

  final void initDeadline(long nanos) {
    deadlineNanos = nanos;
  }

  final void initShield() {
    initState(SHIELD);
  }

  final void initEndsOnShutdown() {
    endsOnShutdown = true;
  }

  protected final void initShared() {
    shared = true;
  }

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
    shared = true;
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
  public final <T extends @Nullable Object, X extends Throwable> T callIn(ScopeCall<T, X> body) throws X {
    shared = true;
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
  public final <T extends @Nullable Object, X extends Throwable> T callOrElse(T fallback, Call<? extends T, X> body) throws X {
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
  public final <T, X extends Throwable> Optional<T> callOptional(Call<? extends T, X> body) throws X {
    TaskNode task = TaskNode.currentNode();
    Cancelled before = open(task);
    T value = null;
    Throwable thrown = null;
    try {
      value = body.call();
    } catch (Throwable t) { // thrown on by close, or absorbed
      thrown = t;
    }
    return close(task, before, thrown) ? Optional.empty() : Optional.of(value);
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
    shared = true;
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
  public final <T extends @Nullable Object, X extends Throwable> T failCall(Call<T, X> body) throws X {
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
  public final <T extends @Nullable Object, X extends Throwable> T failCall(ScopeCall<T, X> body) throws X {
    shared = true;
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
    if (shared) {
      synchronized (this) {
        bind(task);
      }
    } else {
      bind(task);
    }
    ScopeNode outer = task.innermost();
    int above = outer.state();
    parent = outer;
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
    }
    if (shared) {
      setBits(bits & ~mine);
    } else {
      initState(bits);
    }
    task.push(this); // volatile: pairs with the canceller, who sets states before it reads chains
    if (shared || (outer.state() & INHERITED) != (above & INHERITED) || (bits & SHUTDOWN) != 0) {
      task.tree().settle(this);
    }
    Cancelled before = task.inFlight;
    if (before != null) {
      task.inFlight = null;
    }
    if (task.foreignState != 0 && (bits & SHIELD) != 0) {
      task.quietForeign();
    }
    return before;
  }

  private void bind(TaskNode task) {
    if (owner != null) {
      throw new IllegalStateException(
          this + " was entered before. A scope is for a single use: make a new one.");
    }
    owner = task;
    if (timeoutNanos >= 0) {
      deadlineNanos = Durations.deadlineAfter(task.time().now(), timeoutNanos);
    }
  }

  /// Leaves the scope. Throws what has to go on; returns whether the scope absorbed its own cancel.
  protected final boolean close(
      TaskNode task, @Nullable Cancelled before, @Nullable Throwable thrown) {
    ScopeNode outer = parent;
    if (thrown == null && task.foreignState == 0) {
      task.pop(outer == null ? task : outer);
      afterExit(task);
      if (task.inFlight != null) {
        task.swallowed(task.inFlight);
      }
      task.inFlight = before;
      return false;
    }
    Throwable going = task.foreignState == 0 ? thrown : task.leaveForeign(thrown);
    boolean absorbed = going != null && absorbs(task, going);
    task.pop(outer == null ? task : outer);
    afterExit(task);
    if (going == null) {
      task.inFlight = before;
      return false;
    }
    return absorbed
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
    task.mixedGroup = null; // a group of errors goes on; its Cancelleds end here
    throw TaskNode.<RuntimeException>sneaky(going);
  }

  /// Decides, from the state of the scopes, whether a cancel ends here.
  private boolean absorbs(TaskNode task, Throwable going) {
    if (!(going instanceof Cancelled) && task.mixedGroup != going) {
      return false;
    }
    if ((state() & CANCELLED) == 0) {
      return false;
    }
    boolean absorb = task.tree().decide(() -> !outerCancelVisible());
    caught |= absorb;
    return absorb;
  }

  private void afterExit(TaskNode task) {
    if (shared || nextExpiryNanos() != Long.MAX_VALUE) {
      exited = true; // volatile, then the monitor: whoever arms from now on finds it, see armLocked
      if (shared || (state() & OWN_UNARMED) == 0) {
        Deadlines.disarm(task, this);
      }
    } else {
      EXITED.setOpaque(this, true);
    }
  }

  private void ensureNotTooSlow() {
    CancelReason why = reason;
    if (why != null && why.source() == CancelSource.DEADLINE) {
      throw new TooSlowException(
          "not done at " + new TrioTime(deadlineNanos) + ", the deadline of " + describe());
    }
  }

  private NoResultException noResult() {
    return new NoResultException(
        this
            + " was ended by its own cancel ("
            + reason
            + ") before its body had a value. Use an …OrElse or …Optional form if that is no error.");
  }

  // Cancelling

  @Override
  public void cancel() {
    cancel("");
  }

  @Override
  public void cancel(String text) {
    Objects.requireNonNull(text, "reason");
    TaskNode caller = TaskNode.currentOrNull();
    TaskNode entered = owner;
    TaskNode clock = entered != null ? entered : caller;
    TrioTime now = clock == null ? TrioTime.PAST : new TrioTime(clock.time().now());
    cancel(new CancelReason(CancelSource.EXPLICIT, text, caller == null ? "" : caller.path(), title(), now));
  }

  /// Cancels for a reason of the library's.
  public final void cancel(CancelReason why) {
    if (owner == null) {
      synchronized (this) {
        if (owner == null) {
          if ((state() & CANCELLED) == 0) {
            reason = why;
            setBits(CANCELLED);
          }
          return;
        }
      }
    }
    owner.tree().cancel(this, why);
  }

  @Override
  public void cancelGracefully(Duration grace) {
    long nanos = Durations.toNanos("grace", grace);
    TaskNode entered = owner;
    TaskNode caller = TaskNode.currentOrNull();
    TaskNode clock = entered != null ? entered : caller;
    if (clock == null) {
      throw new IllegalStateException(
          this + " was not entered yet, so it has no clock for a grace. Cancel it instead.");
    }
    long now = clock.time().now();
    String by = caller == null ? "" : caller.path();
    CancelReason why =
        new CancelReason(CancelSource.SHUTDOWN, "graceful, " + grace, by, title(), new TrioTime(now));
    SoftCancel request = new SoftCancel(why, Durations.deadlineAfter(now, nanos));
    synchronized (this) {
      entered = owner;
      if (entered == null) {
        addSoft(request);
        setBits(SOFT);
        return;
      }
    }
    softenEntered(entered, request);
  }

  private void softenEntered(TaskNode entered, SoftCancel request) {
    entered
        .tree()
        .change(
            deliveries -> {
              addSoft(request);
              setBits(SOFT);
              entered.tree().refreshLocked(this, deliveries);
            });
    Deadlines.moved(entered, this);
  }

  private void addSoft(SoftCancel request) {
    SoftCancel had = soft;
    if (had == null || request.hardNanos() < had.hardNanos()) {
      soft = had == null ? request : new SoftCancel(had.reason(), request.hardNanos());
    }
  }

  final @Nullable SoftCancel soft() {
    return soft;
  }

  final boolean endsOnShutdown() {
    return endsOnShutdown;
  }

  /// Why a shutdown reaches this scope: the nearest graceful cancel from here outwards.
  final CancelReason shutdownReason() {
    for (ScopeNode at = this; at != null; at = at.parent) {
      if (at instanceof TaskScope scope && scope.soft instanceof SoftCancel request) {
        return request.reason();
      }
    }
    return new CancelReason(CancelSource.SHUTDOWN, "", "", "", TrioTime.PAST);
  }

  // Questions and settings

  @Override
  public final boolean cancelCalled() {
    if ((state() & CANCELLED) == 0 && !exited && deadlineNanos != Long.MAX_VALUE) {
      expireIfDue();
    }
    return (state() & CANCELLED) != 0;
  }

  private void expireIfDue() {
    TaskNode entered = owner;
    if (entered != null) {
      if (deadlineNanos <= entered.time().now()) {
        Deadlines.cancelExpired(this);
      }
      return;
    }
    TaskNode caller = TaskNode.currentOrNull();
    if (caller != null && deadlineNanos <= caller.time().now()) {
      cancel(Deadlines.expiryReason(this, caller.time().now()));
    }
  }

  @Override
  public final boolean cancelledCaught() {
    return caught;
  }

  protected final void markCaught() {
    caught = true;
  }

  @Override
  public final Optional<CancelReason> reason() {
    return cancelCalled() ? Optional.ofNullable(reason) : Optional.empty();
  }

  @Override
  public final TrioTime deadline() {
    ensureAbsolute("deadline");
    return new TrioTime(deadlineNanos);
  }

  @Override
  public final void setDeadline(TrioTime deadline) {
    long nanos = deadline.nanos();
    ensureAbsolute("deadline");
    moveDeadline(nanos);
  }

  private void moveDeadline(long nanos) {
    deadlineNanos = nanos;
    TaskNode entered = owner;
    if (entered == null) {
      expireIfDue();
    } else if (!exited) {
      Deadlines.moved(entered, this);
    }
  }

  private void ensureAbsolute(String what) {
    if (owner == null && timeoutNanos >= 0) {
      throw new IllegalStateException(
          this
              + " has a time-out and was not entered yet, so its "
              + what
              + " is not known. Use remaining() and setTimeout(…) before entry.");
    }
  }

  @Override
  public final Duration remaining() {
    TaskNode entered = owner;
    if (entered != null) {
      return new TrioTime(entered.time().now()).until(new TrioTime(deadlineNanos));
    }
    ensureRelative();
    return Duration.ofNanos(timeoutNanos < 0 ? Long.MAX_VALUE : timeoutNanos);
  }

  @Override
  public final void setTimeout(Duration timeout) {
    long nanos = Durations.toNanos("timeout", timeout);
    TaskNode entered = owner;
    if (entered == null) {
      ensureRelative();
      timeoutNanos = nanos;
      return;
    }
    timeoutNanos = nanos;
    moveDeadline(Durations.deadlineAfter(entered.time().now(), nanos));
  }

  private void ensureRelative() {
    if (deadlineNanos != Long.MAX_VALUE) {
      throw new IllegalStateException(
          this
              + " has an absolute deadline and was not entered yet, so the time left is not known."
              + " Use deadline() and setDeadline(…) before entry.");
    }
  }

  @Override
  public final void touch() {
    TaskNode entered = owner;
    if (entered == null || timeoutNanos < 0) {
      throw new IllegalStateException(
          this + " has no time-out running. Open it with a time-out to touch it.");
    }
    moveDeadline(Durations.deadlineAfter(entered.time().now(), timeoutNanos));
  }

  @Override
  public final void shield() {
    changeShield(true);
  }

  @Override
  public final void unshield() {
    changeShield(false);
  }

  private void changeShield(boolean on) {
    if (owner == null) {
      synchronized (this) {
        if (owner == null) {
          setShield(on);
          return;
        }
      }
    }
    TaskNode entered = owner;
    entered
        .tree()
        .change(
            deliveries -> {
              setShield(on);
              entered.tree().refreshLocked(this, deliveries);
            });
    if (on && entered == TaskNode.currentOrNull() && entered.foreignState != 0) {
      entered.quietForeign();
    }
  }

  private void setShield(boolean on) {
    if (on) {
      setBits(SHIELD);
    } else {
      clearBits(SHIELD);
    }
  }

  @Override
  public final boolean isShielded() {
    return (state() & SHIELD) != 0;
  }

  final long deadlineNanos() {
    return deadlineNanos;
  }

  /// When the timer has to look at this scope: its deadline, or the end of a grace.
  final long nextExpiryNanos() {
    SoftCancel request = soft;
    return request == null ? deadlineNanos : Math.min(deadlineNanos, request.hardNanos());
  }

  public final long expiryNanos() {
    return nextExpiryNanos();
  }

  final boolean isExited() {
    return exited;
  }

  public final boolean wasEntered() {
    return owner != null;
  }

  @Override
  final @Nullable TaskNode owner() {
    return owner;
  }

  /// The name of the scope's kind and of the scope, for reasons.
  protected String title() {
    return "CancelScope";
  }

  @Override
  public String describe() {
    return ScopeText.of(this, "CancelScope");
  }

  @Override
  public final String toString() {
    return describe();
  }
}
