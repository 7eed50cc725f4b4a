package io.trio4j.internal.cancel;

import io.trio4j.CancelReason;
import io.trio4j.CancelSource;
import io.trio4j.Cancelled;
import io.trio4j.TrioTime;
import io.trio4j.internal.time.TimeSource;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The root of a task in the cancel tree. It also says which task a thread runs.
///
/// A task's node is the uncaught-exception handler of its thread: that is a field every thread has,
/// so finding the current task costs no memory and one read (ADR 0003).
public abstract non-sealed class TaskNode extends ScopeNode
    implements Thread.UncaughtExceptionHandler {
  private static final VarHandle CURRENT;
  private static final VarHandle WAIT;

  static {
    try {
      var lookup = MethodHandles.lookup();
      CURRENT = lookup.findVarHandle(TaskNode.class, "current", ScopeNode.class);
      WAIT = lookup.findVarHandle(TaskNode.class, "wait", CancellableWait.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // innermost scope; written by the task itself
  private volatile ScopeNode current;
  // the wait the task is in; written by the task itself
  private volatile @Nullable CancellableWait wait;
  // a Cancelled that was thrown here and not absorbed yet; touched by the task itself
  @Nullable Cancelled inFlight;
  // what the engine for foreign blocking keeps on this task, null if nothing; CAS by the engine
  public volatile @Nullable Object foreign;

  @SuppressWarnings("NullAway.Init") // current is set through its VarHandle
  protected TaskNode(@Nullable ScopeNode parent) {
    CURRENT.set(this, this); // plain, as all here: the task is not published yet
    initParent(parent);
    if (parent != null) {
      initState(parent.state() & (INHERITED | UNARMED));
    }
  }

  /// Before the task is published: cancels around it shall not reach it.
  protected final void shieldAtStart() {
    initState((state() & ~INHERITED) | SHIELD);
  }

  /// The task of the current thread, or null.
  public static @Nullable TaskNode currentOrNull() {
    return Thread.currentThread().getUncaughtExceptionHandler() instanceof TaskNode task
        ? task
        : null;
  }

  /// The task of the current thread.
  public static TaskNode currentNode() {
    if (Thread.currentThread().getUncaughtExceptionHandler() instanceof TaskNode task) {
      return task;
    }
    throw new IllegalStateException(
        Thread.currentThread()
            + " is not a task of trio4j. Call this inside Trio.run(…), or hand it to a run through"
            + " its RunToken.");
  }

  /// Whether the current thread runs this task.
  @SuppressWarnings("ReferenceEquality") // tasks are what they are
  final boolean isCurrent() {
    return Thread.currentThread().getUncaughtExceptionHandler() == this;
  }

  public abstract CancelTree tree();

  public abstract TimeSource time();

  public abstract String path();

  /// A number no other task of this JVM has.
  public abstract long number();

  /// The innermost scope.
  public final ScopeNode innermost() {
    return current;
  }

  final void push(ScopeNode scope) {
    CURRENT.setVolatile(this, scope);
  }

  final void pop(ScopeNode outer) {
    CURRENT.setRelease(this, outer); // a stale reader marks a node that nobody asks any more
  }

  public final @Nullable CancellableWait currentWait() {
    return wait;
  }

  /// Publishes the wait; the caller must look at the scope's state afterwards (Dekker with the
  /// canceller, who sets the state and then looks for the wait).
  public final void beginWait(CancellableWait newWait) {
    WAIT.setVolatile(this, newWait);
  }

  public final void endWait() {
    WAIT.setOpaque(this, null); // only ends what nobody may take any more
  }

  /// Throws if cancelled; arms deadlines that are new. The slow half of a checkpoint.
  public final void attend() {
    ScopeNode scope = current;
    armDeadlines(scope);
    if (scope.isEffective()) {
      throw thrown(visibleReason(scope));
    }
  }

  /// Arms the deadlines that are new here; one that has passed cancels its scope.
  public final void armDeadlines(ScopeNode scope) {
    if ((scope.state() & UNARMED) != 0) {
      Deadlines.armAll(this, scope);
      WatchedScope.passedIn(scope);
    }
  }

  /// A `Cancelled` about to be thrown in this task.
  public final Cancelled thrown(CancelReason reason) {
    return thrown(reason, null);
  }

  /// One that says what foreign code threw because of the cancel.
  public final Cancelled thrown(CancelReason reason, @Nullable Throwable cause) {
    Cancelled cancelled = CancelledFactory.create(reason, cause);
    inFlight = cancelled;
    return cancelled;
  }

  /// A `Cancelled` that somebody else made is about to be thrown in this task.
  public final void noteThrown(Cancelled cancelled) {
    inFlight = cancelled;
  }

  public final @Nullable Cancelled inFlight() {
    return inFlight;
  }

  public final void clearInFlight() {
    inFlight = null;
  }

  /// Whether a scope from here outwards is cancelled, also if a shield set later hides it now: then
  /// a `Cancelled` on its way has a scope to go to.
  protected final boolean anyCancelFromHere() {
    for (ScopeNode at = this; at != null; at = at.parent) {
      if ((at.state() & CANCELLED) != 0) {
        return true;
      }
    }
    return false;
  }

  /// The reason of the nearest cancelled scope that is visible from `scope`.
  public static CancelReason visibleReason(ScopeNode scope) {
    for (ScopeNode at = scope; at != null; at = at.parent) {
      int bits = at.state();
      if ((bits & CANCELLED) != 0) {
        CancelReason reason = at.reason;
        if (reason != null) {
          return reason;
        }
      }
    }
    // the scope was un-cancelled for this task while we looked: a start was re-parented
    return new CancelReason(CancelSource.RUN, "", "", "", TrioTime.PAST);
  }

  /// Throws what leaves a scope and stays in flight.
  static boolean carryOn(TaskNode task, @Nullable Cancelled before, Throwable going) {
    task.inFlight = going instanceof Cancelled cancelled ? cancelled : before;
    throw TaskNode.<RuntimeException>sneaky(going);
  }

  /// Throws `error` past the checked-exception rules: its type was declared by the body.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // never really cast
  public static <X extends Throwable> X sneaky(Throwable error) throws X {
    throw (X) error;
  }

  /// This task has left a shield. What is around may have been cancelled meanwhile, unseen in it.
  final void leftShield(ScopeNode outer) {
    VarHandle
        .fullFence(); // Dekker with the canceller, who sets states, then reads the innermost scope
    if (outer.isEffective()) {
      cancelledOutsideWait();
    }
  }

  /// This task is in a cancelled scope and in no wait of ours that a cancel can end. By anyone,
  /// under no lock.
  protected abstract void cancelledOutsideWait();

  /// Waits of tasks of this run were ended by a cancel: the tasks go on in cancelled scopes. By
  /// anyone, under no lock.
  protected abstract void cancelledInWaits(List<CancellableWait> waits);

  /// At an edge, after foreign blocking code was meddled with: waits for what is in flight, clears
  /// our interrupt and turns what it caused into a [Cancelled].
  ///
  /// @param left the scope whose edge it is. It was popped, else there would be time for another
  ///   interrupt between this and the pop
  protected abstract @Nullable Throwable leaveForeign(ScopeNode left, @Nullable Throwable thrown);

  /// Shielded code is about to run: as [#leaveForeign], with nothing thrown.
  protected abstract void quietForeign();

  /// A scope with a deadline was entered in this task or has come below it.
  protected void deadlineOpened() {}

  /// A body returned normally although this had been thrown in it.
  protected abstract void swallowed(Cancelled cancelled);

  @Override
  final TaskNode owner() {
    return this;
  }
}
