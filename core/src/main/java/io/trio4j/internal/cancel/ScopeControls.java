package io.trio4j.internal.cancel;

import io.trio4j.CancelReason;
import io.trio4j.CancelScope;
import io.trio4j.CancelSource;
import io.trio4j.TrioTime;
import io.trio4j.internal.time.Durations;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a scope is set to and what was asked of it: deadline, shield, cancels. The file is long
/// because the public interface has sixteen methods and all of them share the few fields here.
public abstract sealed class ScopeControls extends ScopeNode implements CancelScope
    permits TaskScope {
  /*
   * States
   *   new -> entered   // by the owner, once
   *   entered -> exited  // by the owner
   *
   * Ordering
   *   owner, parent   | written at entry; of an unbound scope under its monitor
   *   deadlineNanos   | volatile; written by anyone, last write counts
   *   timer           | under the scope's monitor; plainly by the owner as it leaves a scope that is not
   *                   | shared, whose timer was armed by a task that has ended or by the owner itself
   *   timed           | before the first write of a deadline or grace to a shared scope in use; read at
   *                   | exit after `exited` was written. So a setter sees the exit, or the exit sees that
   *                   | there may be a timer. Also before somebody else claims OWN_UNARMED; read at exit
   *                   | by a task that has not got the claim back
   *   exited          | owner; a stale reader only sets cancelCalled of a scope that is just being left
   *
   * A scope is unbound (made before it is entered, and known to others), or shared (known to others
   * once entered), or neither: then nobody but its task and that task's children ever sees it, and
   * entering and leaving it need no fence.
   */
  private static final long NO_TIMEOUT = -1;
  private static final VarHandle DEADLINE;
  private static final VarHandle EXITED;

  static {
    try {
      var lookup = MethodHandles.lookup();
      DEADLINE = lookup.findVarHandle(ScopeControls.class, "deadlineNanos", long.class);
      EXITED = lookup.findVarHandle(ScopeControls.class, "exited", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile long deadlineNanos; // plainly until it is entered
  private long timeoutNanos = NO_TIMEOUT; // written before entry, or by setTimeout
  private @Nullable TaskNode owner;
  private volatile @Nullable SoftCancel soft; // written under the tree lock, or before entry
  @Nullable ScopeTimer timer; // see Ordering
  private boolean unbound; // written before publication
  private boolean shared; // written before publication
  private volatile boolean timed; // only ever set
  private boolean endsOnShutdown; // written before entry
  private volatile boolean exited; // written by the owner
  private boolean caught; // written by the owner before it leaves

  ScopeControls() {
    DEADLINE.set(this, Long.MAX_VALUE);
  }

  final void initTimeout(long nanos) {
    timeoutNanos = nanos;
  }

  final void initDeadline(long nanos) {
    DEADLINE.set(this, nanos);
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

  protected final void initUnbound() {
    unbound = true;
    shared = true;
  }

  final boolean isShared() {
    return shared;
  }

  final boolean isUnbound() {
    return unbound;
  }

  /// The scope is entered: its deadline begins. Of an unbound scope under its monitor.
  final void bind(TaskNode task) {
    if (owner != null) {
      throw new IllegalStateException(
          this + " was entered before. A scope is for a single use: make a new one.");
    }
    owner = task;
    if (timeoutNanos >= 0) {
      DEADLINE.set(this, Durations.deadlineAfter(task.time().now(), timeoutNanos));
    }
  }

  /// The scope was left.
  final void afterExit(TaskNode task) {
    if (shared) {
      exited = true; // volatile, then `timed`: whoever arms from now on finds it, see armLocked
      if (timed || unbound || deadlineNanos != Long.MAX_VALUE) {
        Deadlines.disarm(task, this);
      }
    } else {
      EXITED.setOpaque(this, true);
      if (deadlineNanos != Long.MAX_VALUE && !takeBackClaim()) {
        if (timed) {
          Deadlines.disarm(task, this); // somebody else has armed it, or is about to
        } else {
          Deadlines.disarmOwn(task, this);
        }
      }
    }
  }

  /// Whether nobody has armed the deadline or will.
  private boolean takeBackClaim() {
    return (state() & OWN_UNARMED) != 0 && (clearBits(OWN_UNARMED) & OWN_UNARMED) != 0;
  }

  /// Somebody else than its task, or a task below it, may arm a timer for it.
  final void noteTimed() {
    timed = true;
  }

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
    cancel(
        new CancelReason(
            CancelSource.EXPLICIT, text, caller == null ? "" : caller.path(), title(), now));
  }

  /// Cancels for a reason of the library's.
  public final void cancel(CancelReason why) {
    TaskNode entered = owner;
    if (entered == null) {
      synchronized (this) {
        entered = owner;
        if (entered == null && (state() & CANCELLED) == 0) {
          reason = why;
          setBits(CANCELLED);
        }
      }
    }
    if (entered != null) {
      entered.tree().cancel(this, why);
    }
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
        new CancelReason(
            CancelSource.SHUTDOWN, "graceful, " + grace, by, title(), new TrioTime(now));
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
            this,
            deliveries -> {
              addSoft(request);
              setBits(SOFT);
              entered.tree().refreshLocked(this, deliveries);
            });
    Deadlines.moved(entered, this);
  }

  private void addSoft(SoftCancel request) {
    timed = true; // before the grace, see Ordering
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
      if (at instanceof ScopeControls scope && scope.soft != null) {
        return Objects.requireNonNull(scope.soft).reason();
      }
    }
    return new CancelReason(CancelSource.SHUTDOWN, "", "", "", TrioTime.PAST);
  }

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
    timed = true; // before the deadline, see Ordering
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
    TaskNode entered;
    synchronized (this) {
      entered = owner;
      if (entered == null) {
        setShield(on);
        return;
      }
    }
    entered
        .tree()
        .change(
            this,
            deliveries -> {
              setShield(on);
              entered.tree().refreshLocked(this, deliveries);
            });
    if (on && entered.foreign != null && entered.isCurrent()) {
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
