package io.trio4j.internal.park;

import io.trio4j.CancelReason;
import io.trio4j.Cancelled;
import io.trio4j.Task;
import io.trio4j.internal.cancel.CancellableWait;
import io.trio4j.internal.cancel.ScopeNode;
import io.trio4j.internal.cancel.TaskNode;
import io.trio4j.lowlevel.Abort;
import io.trio4j.lowlevel.AbortFunction;
import io.trio4j.lowlevel.CancelRequest;
import io.trio4j.lowlevel.WaitToken;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// One wait of one task.
public final class Wait<T extends @Nullable Object> implements WaitToken<T>, CancellableWait {
  /*
   * Idea
   *   Trio's wait_task_rescheduled, where the wait and not the task is what gets rescheduled: with many
   *   threads a second `reschedule` could hit the task's next wait. One word decides who ends it.
   *
   * States (of `state`; anything else in it is the outcome, final)
   *   WAITING -> outcome     // tryReschedule, tryFail
   *   WAITING -> CLAIMED     // tryClaim; spun over by everybody else
   *   CLAIMED -> WAITING     // unclaim
   *   CLAIMED -> outcome     // complete
   *   WAITING -> TAKEN       // a cancel; the undo action runs
   *   TAKEN -> outcome       // Stopped, by whoever took it
   *   WAITING -> ASKING      // a cancel of a wait that may refuse; the abort function runs
   *   ASKING -> REFUSED      // it answered FAILED
   *   ASKING -> outcome      // it answered SUCCEEDED, or tryReschedule came first
   *   REFUSED -> outcome     // tryReschedule, tryFail
   *
   * Invariants
   *   I1 An outcome is written once and never replaced.
   *   I2 The undo action or abort function runs at most once: only after WAITING -> TAKEN or ASKING.
   *
   * Ordering
   *   state   | volatile | CAS; the outcome is published by the CAS that stores it
   *   scope, abort | after `beginWait` | the owner, before `beginWait` (volatile write in the task)
   *
   * Cancellation
   *   TaskNode.beginWait publishes the wait, then the owner reads its scope's state: either it sees
   *   a cancel and takes its own wait, or the canceller sees the wait.
   *
   * Liveness
   *   CLAIMED lasts a few instructions of its holder, who must not wait; spinning over it ends.
   */
  private static final Object WAITING = new Marker("waiting");
  private static final Object CLAIMED = new Marker("claimed");
  private static final Object TAKEN = new Marker("being cancelled");
  private static final Object ASKING = new Marker("asked to abort");
  private static final Object REFUSED = new Marker("not abortable");
  private static final Object NULL = new Marker("rescheduled with null");
  private static final Object SHIELDED = new Marker("shielded");
  private static final Object SPENT = new Marker("abort function was run");
  private static final int SPINS_BEFORE_YIELD = 64;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Wait.class, "state", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private record Marker(String text) {}

  private record Stopped(CancelReason reason) {}

  private record Failed(Throwable error) {}

  private final WaitingTask task;
  private final Object subject;
  private long sinceNanos; // written by the owner before beginWait; read racily by dumps
  private @Nullable ScopeNode scope; // written by the owner before beginWait
  // written by the owner before beginWait, then by whoever took the wait: SPENT, or what the abort
  // function threw until that is reported
  private @Nullable Object abort;
  private volatile Object state; // CAS by anyone

  @SuppressWarnings("NullAway.Init") // state is set through its VarHandle
  private Wait(WaitingTask task, Object subject) {
    this.task = task;
    this.subject = subject;
    STATE.set(this, WAITING); // plain: beginWait publishes it, or whoever hands the token on
  }

  public static <T extends @Nullable Object> Wait<T> create(Object subject) {
    return new Wait<>((WaitingTask) TaskNode.currentNode(), subject);
  }

  public static <T extends @Nullable Object> Wait<T> of(WaitingTask task, Object subject) {
    return new Wait<>(task, subject);
  }

  // Parking

  @Override
  public T park(Runnable onCancel) {
    return waitWith(onCancel);
  }

  @Override
  public T parkAsking(AbortFunction function) {
    return waitWith(function);
  }

  @Override
  public T parkShielded() {
    return waitWith(SHIELDED);
  }

  private T waitWith(Object newAbort) {
    ensureFresh();
    abort = newAbort;
    ScopeNode here = task.innermost();
    scope = here;
    sinceNanos = task.time().now();
    task.beginWait(this);
    try {
      if ((here.state() & ScopeNode.ATTENTION) != 0) {
        attend(here);
      }
      task.stopUntilOver(this);
    } finally { // also if there is no memory or stack to stop
      task.endWait();
    }
    return outcome();
  }

  private void attend(ScopeNode here) {
    if (newlyEffective(here) && tryTakeForCancel()) {
      abort(TaskNode.visibleReason(here), false);
    }
  }

  private boolean newlyEffective(ScopeNode here) {
    task.armDeadlines(here); // a deadline that has passed cancels here and takes the wait
    return here.isEffective();
  }

  private void ensureFresh() {
    if (abort != null || task != TaskNode.currentNode()) {
      throw new IllegalStateException(
          this
              + (abort != null ? " was parked on before" : " belongs to another task")
              + ". A token is for one wait of the task that made it: make a new one.");
    }
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // besides our outcomes only a T is stored, null too
  private T outcome() {
    Object end = state;
    if (end instanceof Stopped(CancelReason reason)) {
      throw task.thrown(reason);
    }
    if (end instanceof Failed(Throwable error)) {
      if (error instanceof Cancelled cancelled) {
        task.noteThrown(cancelled); // a slow abort that has come to its end
      }
      throw TaskNode.<RuntimeException>sneaky(error);
    }
    return (T) nullable(end);
  }

  private static @Nullable Object nullable(Object end) {
    return end == NULL ? null : end;
  }

  // Ending the wait

  @Override
  public boolean tryReschedule(T value) {
    return tryEnd(value == null ? NULL : value);
  }

  @Override
  public boolean tryFail(Throwable error) {
    return tryEnd(new Failed(error));
  }

  private boolean tryEnd(Object end) {
    for (int spins = 0; ; spins++) {
      Object seen = state;
      if (seen == CLAIMED) {
        pause(spins);
      } else if (seen != WAITING && seen != ASKING && seen != REFUSED) {
        return false;
      } else if (STATE.compareAndSet(this, seen, end)) {
        task.wake(this);
        return true;
      }
    }
  }

  private static void pause(int spins) {
    if (spins < SPINS_BEFORE_YIELD) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }

  @Override
  public boolean tryClaim() {
    for (int spins = 0; ; spins++) {
      Object seen = state;
      if (seen == CLAIMED) {
        pause(spins);
      } else if (seen != WAITING) {
        return false;
      } else if (STATE.compareAndSet(this, WAITING, CLAIMED)) {
        return true;
      }
    }
  }

  @Override
  public boolean tryClaimBoth(WaitToken<?> other) {
    Wait<?> theirs = (Wait<?>) other;
    if (theirs == this) {
      return false;
    }
    boolean mineFirst = order(this, theirs);
    Wait<?> first = mineFirst ? this : theirs;
    Wait<?> second = mineFirst ? theirs : this;
    if (!first.tryClaim()) {
      return false;
    }
    if (second.tryClaim()) {
      return true;
    }
    first.unclaim();
    return false;
  }

  /// Any total order that both sides agree on keeps two claimers from waiting for each other.
  private static boolean order(Wait<?> a, Wait<?> b) {
    return a.task.number() < b.task.number();
  }

  @Override
  public void unclaim() {
    ensureClaimed();
    state = WAITING;
  }

  @Override
  public void complete(T value) {
    ensureClaimed();
    state = value == null ? NULL : value;
    task.wake(this);
  }

  private void ensureClaimed() {
    if (state != CLAIMED) {
      throw new IllegalStateException(this + " is not claimed. Claim it first.");
    }
  }

  // Cancelling

  @Override
  public TaskNode waiter() {
    return task;
  }

  @Override
  public ScopeNode scope() {
    ScopeNode here = scope;
    return here == null ? task : here;
  }

  @Override
  public boolean tryTakeForCancel() {
    if (abort == SHIELDED) {
      return false;
    }
    Object next = abort instanceof AbortFunction ? ASKING : TAKEN;
    for (int spins = 0; ; spins++) {
      Object seen = state;
      if (seen == CLAIMED) {
        pause(spins);
      } else if (seen != WAITING) {
        return false;
      } else if (STATE.compareAndSet(this, WAITING, next)) {
        return true;
      }
    }
  }

  @Override
  public void abort(CancelReason reason) {
    abort(reason, true);
  }

  private void abort(CancelReason reason, boolean wake) {
    endTaken(new Stopped(reason), new CancelRequest(reason), wake);
  }

  /// Ends a wait that was taken with an error instead of a cancel: a foreign interrupt.
  ///
  /// @return false if the abort function refused
  public boolean abortWith(Throwable error, CancelReason reason) {
    return endTaken(new Failed(error), new CancelRequest(reason), true);
  }

  private boolean endTaken(Object end, CancelRequest request, boolean wake) {
    Object seen = state;
    boolean over = seen == ASKING ? endAsking(end, request) : seen != REFUSED;
    if (seen == TAKEN) {
      undo();
      state = end;
    }
    if (over && wake) {
      task.wake(this); // all that is left if an earlier call was cut short here
    }
    return over;
  }

  private boolean endAsking(Object end, CancelRequest request) {
    boolean succeeded = ask(request);
    reportFailure();
    return STATE.compareAndSet(this, ASKING, succeeded ? end : REFUSED) && succeeded;
  }

  private boolean ask(CancelRequest request) {
    if (!(abort instanceof AbortFunction function)) {
      return false; // it has failed, and that could not be reported
    }
    abort = SPENT; // first: I2
    try {
      Abort answer = function.abort(request);
      if (answer == null) {
        task.abortFailed(this, null);
      }
      return answer == Abort.SUCCEEDED;
    } catch (Throwable t) { // reported by the run as an internal error
      abort = t;
      return false;
    }
  }

  private void undo() {
    Object action = abort;
    if (action instanceof Runnable onCancel) {
      abort = SPENT; // first: I2
      try {
        onCancel.run();
      } catch (Throwable t) { // reported by the run as an internal error
        abort = t;
      }
    }
    reportFailure();
  }

  private void reportFailure() {
    if (abort instanceof Throwable failure) {
      task.abortFailed(this, failure);
      abort = SPENT;
    }
  }

  // Questions

  @Override
  public boolean isWaiting() {
    return !isOver();
  }

  /// Whether the outcome is there.
  public boolean isOver() {
    return !(state instanceof Marker) || state == NULL;
  }

  @Override
  public Task<?> task() {
    return task.handle();
  }

  public Object subject() {
    return subject;
  }

  public long sinceNanos() {
    return sinceNanos;
  }

  @Override
  public String toString() {
    Object now = state;
    String stage = now instanceof Marker marker ? marker.text() : "over";
    return "WaitToken[" + subject + ", of " + task.path() + ", " + stage + "]";
  }
}
