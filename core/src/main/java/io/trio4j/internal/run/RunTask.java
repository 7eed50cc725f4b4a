package io.trio4j.internal.run;

import io.trio4j.CancelReason;
import io.trio4j.CancelSource;
import io.trio4j.Cancelled;
import io.trio4j.Nursery;
import io.trio4j.Outcome;
import io.trio4j.Registration;
import io.trio4j.Task;
import io.trio4j.TaskInterruptedException;
import io.trio4j.TrioTime;
import io.trio4j.internal.cancel.CancelTree;
import io.trio4j.internal.cancel.CancellableWait;
import io.trio4j.internal.cancel.CancelledErrors;
import io.trio4j.internal.cancel.ScopeNode;
import io.trio4j.internal.cancel.TaskNode;
import io.trio4j.internal.errors.GroupMark;
import io.trio4j.internal.park.Wait;
import io.trio4j.internal.park.WaitingTask;
import io.trio4j.internal.time.TimeSource;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A task: the handle its starter holds, the node in the cancel tree, the entry in its nursery's
/// list and the body of its thread in one object, because there may be a million. That is also why
/// the file is long: its parts have no object of their own to live in.
public final class RunTask<T extends @Nullable Object> extends WaitingTask
    implements Task<T>, Runnable {
  /*
   * States (of `ending`)
   *   RUNNING -> SUCCEEDED, FAILED, CANCELLED  // by the task, as its last word; by its starter if its
   *                                            // thread could not be started
   *
   * Invariants
   *   I1 Nothing is allocated to record how a task ended: `result` holds the value, the error or the
   *      reason, and a failed task is its own entry in the nursery's list of failures.
   *   I2 `ending` is written after `result`, and before joiners are woken; the nursery's count is
   *      lowered after everything the task did, and joiners that come while the task ends are told
   *      after that: they read `ending` again once they are listed.
   *
   * Ordering
   *   result  | after a volatile read of ending that is not RUNNING | before the volatile write of ending
   *   link    | CAS, see StartChain; after the task has begun: next failed task, by the failing task
   *   place   | written before the task is listed, read by the task as it ends
   */
  static final Object BEGUN = new Object();

  private static final int RUNNING = 0;
  private static final int SUCCEEDED = 1;
  private static final int FAILED = 2;
  static final int CANCELLED_END = 3;

  private static final VarHandle ENDING;
  private static final VarHandle LINK;
  private static final VarHandle HOME;

  static {
    try {
      var lookup = MethodHandles.lookup();
      ENDING = lookup.findVarHandle(RunTask.class, "ending", int.class);
      LINK = lookup.findVarHandle(RunTask.class, "link", Object.class);
      HOME = lookup.findVarHandle(RunTask.class, "home", RunNursery.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Run run; // written by the task itself around nested runs
  private volatile @Nullable RunNursery
      home; // changes once, under the tree lock, for a started task
  private @Nullable Tally tally; // of home; changes with it
  private final Object nameSource; // a String, or the class of the body; or Sites.Noted with one
  private @Nullable Object body; // TaskBodies; when the task has run its class, if it failed
  private @Nullable Thread thread; // written before the task is published; cleared at the end
  private Context context; // written before start, then by the task itself
  volatile @Nullable Object link; // see StartChain
  private ChildList.@Nullable Chunk chunk; // its place in the list: see Ordering
  private int slot;
  private @Nullable Object result; // see I2
  volatile int ending; // see I2
  private volatile @Nullable TaskExtras extras; // written under the task's monitor
  volatile boolean granted; // baton modes: by the granter, then by the task
  volatile @Nullable Wait<?> parkedOn; // guarded by the scheduler's lock; read racily by the task
  private boolean threadStarted; // baton modes: guarded by the granter's turn
  private boolean interruptPending; // touched by the task itself

  RunTask(Run run, @Nullable RunNursery home, Object nameSource, Object body, Context context) {
    super(home);
    this.run = run;
    HOME.set(this, home); // plain: the task is not published yet, and a fence for each child costs
    this.nameSource = nameSource;
    this.body = body;
    this.context = context;
  }

  public static RunTask<?> current() {
    return (RunTask<?>) TaskNode.currentNode();
  }

  public static @Nullable RunTask<?> currentOrNull() {
    return (RunTask<?>) TaskNode.currentOrNull();
  }

  // The life of a task

  /// Gives the task a thread that is not started yet.
  void prepareThread() {
    Thread fresh = run.threads().newThread(this);
    fresh.setUncaughtExceptionHandler(this);
    if (nameSource instanceof String name && !name.isEmpty()) {
      fresh.setName(name);
    } else if (nameSource instanceof Sites.Noted noted) {
      noted.nameThread(fresh);
    }
    thread = fresh;
  }

  void adoptThread(Thread running) {
    thread = running;
    threadStarted = true;
  }

  /// True the first time.
  boolean markThreadStarted() {
    boolean first = !threadStarted;
    threadStarted = true;
    return first;
  }

  @Override
  public void run() {
    if (ending != RUNNING) {
      return; // taken back, and yet the thread was started
    }
    Scheduler scheduler = run.scheduler();
    Object value = null;
    Throwable thrown = null;
    try {
      scheduler.begin(this);
      run.watchIfCancelled(this);
      value = TaskBodies.call(this, body);
    } catch (Throwable t) { // recorded below, and thrown by the nursery
      thrown = t;
    }
    body = thrown == null ? null : TaskBodies.typeOf(body); // nothing it captured is kept
    try {
      end(value, thrown);
    } catch (OutOfMemoryError | StackOverflowError e) { // while we looked at how it ended
      if (!isDone()) {
        endAs(FAILED, thrown == null ? e : thrown);
      }
    }
    scheduler.end(this);
  }

  /// The thread never began: the nursery gets `error` as this task's failure.
  void failedToStart(Throwable error) {
    body = TaskBodies.typeOf(body);
    end(null, error);
  }

  private void end(@Nullable Object value, @Nullable Throwable thrown) {
    Throwable going = foreign == null ? thrown : leaveForeign(this, thrown);
    if (going == null) {
      if (inFlight() != null) {
        swallowed(inFlight());
      }
      endAs(SUCCEEDED, value);
    } else if (going instanceof Cancelled cancelled) {
      endCancelled(cancelled);
    } else {
      endAs(FAILED, going);
    }
  }

  private void endCancelled(Cancelled cancelled) {
    Throwable real = CancelledErrors.realErrors(cancelled);
    if (real != null) {
      GroupMark.set(real, true);
      endAs(FAILED, real);
    } else if (anyCancelFromHere()) {
      endAs(CANCELLED_END, cancelled.reason());
    } else {
      endAs(FAILED, strayCancel(cancelled));
    }
  }

  private Throwable strayCancel(Cancelled cancelled) {
    return new IllegalStateException(
        "task "
            + path()
            + " threw a Cancelled ("
            + cancelled.reason()
            + ") that belongs to none of its scopes. A Cancelled must not be kept and thrown"
            + " later.",
        cancelled);
  }

  private void endAs(int how, @Nullable Object with) {
    TaskExtras rare = extras;
    if (rare != null) {
      rare.closeStart(this);
    }
    RunNursery nursery = home;
    if (how == FAILED && nursery != null && with instanceof Throwable error && result == null) {
      result = with; // and not again, should this be cut short
      nursery.childFails(this, error);
    }
    result = with;
    ENDING.setRelease(this, how); // release: pairs with the volatile read in isDone, I2
    try {
      tellOfEnd(rare);
    } finally { // whatever fails there, the nursery must not wait for a task that has ended
      uncount(nursery, how);
    }
    if (rare == null) {
      tellLateJoiners();
    }
  }

  private void tellOfEnd(@Nullable TaskExtras rare) {
    if (rare != null) {
      rare.taskEnded(this);
    }
    Instruments instruments = run.instruments();
    if (instruments != null) {
      instruments.each(this, io.trio4j.lowlevel.Instrument::taskExited);
    }
  }

  private void uncount(@Nullable RunNursery nursery, int how) {
    context = Context.EMPTY;
    thread = null; // whoever keeps the handle need not keep the thread
    leaveList();
    Tally all = tally;
    if (nursery != null && all != null) {
      if (how == CANCELLED_END && cancelCameFromOutside()) {
        nursery.childCancelled(endReason());
      }
      RunNursery.childEnded(this, all);
    }
  }

  /// Extras that were added while the task ended. Their adder writes `extras`, then reads `ending`;
  /// we wrote `ending`, then a fence, then read `extras`: one of the two sees the other. The fence
  /// is the count of the nursery, which was lowered in between, and costs nothing more here.
  private void tellLateJoiners() {
    if (home == null) {
      VarHandle.fullFence();
    }
    TaskExtras late = extras;
    if (late != null) {
      late.taskEnded(this);
    }
  }

  /// Whether the cancel that ended this task is one its nursery sees too.
  private boolean cancelCameFromOutside() {
    ScopeNode above = parentNode();
    boolean ownCancel = (state() & CANCELLED) != 0;
    boolean visible = (state() & SHIELD) == 0 && above != null && above.isEffective();
    return !ownCancel || visible;
  }

  // Waiting

  @Override
  protected void stopUntilOver(Wait<?> wait) {
    if (interruptPending || Thread.interrupted()) {
      interruptPending = false;
      interruptedWhileWaiting(wait);
    }
    run.scheduler().stopUntilOver(this, wait);
  }

  @Override
  protected void wake(Wait<?> wait) {
    Instruments instruments = run.instruments();
    if (instruments != null) {
      instruments.each(this, io.trio4j.lowlevel.Instrument::taskScheduled);
    }
    run.scheduler().wake(this, wait);
  }

  /// Somebody interrupted this task's thread while it was in a wait of ours.
  void interruptedWhileWaiting(Wait<?> wait) {
    if (run.engine().isOwnInterrupt(this)) {
      return;
    }
    if (isMain()) {
      run.root().interrupted();
    } else if (wait.subject() instanceof RunNursery.AllChildren all) {
      all.nursery().bodyFails(interruptedHere(wait));
    } else if (!wait.tryTakeForCancel()
        || !wait.abortWith(interruptedHere(wait), interruptReason())) {
      interruptPending = true; // the next wait that can be ended throws it
    }
  }

  /// Somebody interrupted this task's thread while it waited for its turn. Whether this is the
  /// run's own: the task that runs callbacks.
  boolean isHelper() {
    return nameSource == Entry.NAME;
  }

  void rememberInterrupt() {
    interruptPending |= !run.engine().isOwnInterrupt(this);
  }

  private TaskInterruptedException interruptedHere(Wait<?> wait) {
    return new TaskInterruptedException(
        "the thread of task " + path() + " was interrupted while it waited for " + wait.subject());
  }

  private CancelReason interruptReason() {
    return new CancelReason(CancelSource.INTERRUPT, "", path(), "", new TrioTime(run.time().now()));
  }

  @Override
  protected void abortFailed(Wait<?> wait, @Nullable Throwable error) {
    run.abortFailed(this, wait, error);
  }

  @Override
  protected void cancelledOutsideWait() {
    run.scheduler().touchedAll();
    run.engine().cancelled(this);
  }

  @Override
  protected void cancelledInWaits(List<CancellableWait> waits) {
    run.scheduler().touchedAll();
    run.engine().cancelledInWaits(waits);
  }

  @Override
  protected @Nullable Throwable leaveForeign(ScopeNode left, @Nullable Throwable thrown) {
    return run.engine().leaving(this, left, thrown);
  }

  @Override
  protected void quietForeign() {
    run.engine().quiet(this);
  }

  @Override
  protected void deadlineOpened() {
    DeadlineScan scan = run.deadlineScan();
    if (scan != null) {
      scan.request();
    }
  }

  @Override
  protected void swallowed(Cancelled cancelled) {
    clearInFlight();
    run.reportSwallowed(this, cancelled.reason());
  }

  @Override
  public void uncaughtException(Thread failed, Throwable error) {
    run.crash("the thread of task " + path() + " died", error);
  }

  // The public handle

  @Override
  public String name() {
    return nameSource instanceof Sites.Noted noted ? noted.name() : TaskBodies.nameOf(nameSource);
  }

  @Override
  public String path() {
    RunNursery nursery = home;
    if (nursery == null) {
      return name();
    }
    String label = nursery.name();
    String above = nursery.parentPath();
    return above + "/" + (label.isEmpty() ? "" : label + "/") + name();
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // a succeeded task holds a T, null if T is nullable
  public T join() {
    Joins.await(this);
    return switch (ending) {
      case SUCCEEDED -> (T) result;
      case FAILED -> throw new io.trio4j.TaskFailedException(this, failure());
      default -> throw new io.trio4j.TaskCancelledException(this, endReason());
    };
  }

  @Override
  public Outcome<T> joinOutcome() {
    Joins.await(this);
    return ended();
  }

  @Override
  public void cancel() {
    cancel("");
  }

  @Override
  public void cancel(String text) {
    RunTask<?> caller = currentOrNull();
    tree()
        .cancel(
            this,
            new CancelReason(
                CancelSource.EXPLICIT,
                text,
                caller == null ? "" : caller.path(),
                toString(),
                new TrioTime(run.time().now())));
  }

  @Override
  public Optional<Outcome<T>> outcome() {
    return isDone() ? Optional.of(ended()) : Optional.empty();
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // a succeeded task holds a T, null if T is nullable
  Outcome<T> ended() {
    return switch (ending) {
      case SUCCEEDED -> new Outcome.Success<>((T) result);
      case FAILED -> new Outcome.Failure<>(failure());
      default -> new Outcome.Stopped<>(endReason());
    };
  }

  Throwable failure() {
    if (result instanceof Throwable error) {
      return error;
    }
    throw new IllegalStateException("unreachable: " + this + " failed without an error");
  }

  private CancelReason endReason() {
    if (result instanceof CancelReason reason) {
      return reason;
    }
    throw new IllegalStateException("unreachable: " + this + " was cancelled without a reason");
  }

  boolean hasFailed() {
    return ending == FAILED;
  }

  @Override
  public boolean isDone() {
    return ending != RUNNING;
  }

  @Override
  public Registration onEnd(Consumer<? super Outcome<T>> callback) {
    EndCallback<T> action = new EndCallback<>(this, callback);
    action.register();
    return action;
  }

  @Override
  public boolean isService() {
    RunNursery nursery = home;
    return (state() & SHIELD) != 0 && nursery != null && !nursery.isHidden();
  }

  @Override
  public Optional<Nursery> parentNursery() {
    return Optional.ofNullable(home);
  }

  @Override
  public Optional<Nursery> eventualParentNursery() {
    TaskExtras rare = extras;
    return rare == null ? Optional.empty() : Optional.ofNullable(rare.eventualHome());
  }

  @Override
  public List<Nursery> childNurseries() {
    List<Nursery> open = new ArrayList<>();
    if (!isDone()) {
      for (ScopeNode at = innermost(); at != null && at != this; at = at.parentNode()) {
        if (at instanceof RunNursery nursery && !nursery.isHidden()) {
          open.add(nursery);
        }
      }
    }
    Collections.reverse(open);
    return open;
  }

  @Override
  public List<StackTraceElement> stackTrace() {
    Thread mine = thread;
    return mine == null || isDone() ? List.of() : List.of(mine.getStackTrace());
  }

  // For the other classes of the run

  /// The current task, if there is one, uses an object that others may use too.
  public static void touch(Object shared) {
    RunTask<?> here = currentOrNull();
    if (here != null) {
      here.run.scheduler().touched(shared);
    }
  }

  Run inRun() {
    return run;
  }

  void enterRun(Run inner) {
    run = inner;
  }

  boolean isMain() {
    return home == null;
  }

  RunNursery home() {
    RunNursery nursery = home;
    if (nursery == null) {
      throw new IllegalStateException("unreachable: " + this + " is a main task");
    }
    return nursery;
  }

  @Nullable RunNursery homeOrNull() {
    return home;
  }

  /// Under the tree lock: a started task moves to the nursery it was started for.
  void moveHome(RunNursery target) {
    home = target;
  }

  void setTally(Tally all) {
    tally = all;
  }

  /// Whether foreign code may be what its thread does: the task has not come to its end, is in no
  /// wait of ours, and does not wait for its turn.
  public boolean mayBeInForeignCode() {
    return body != null
        && !(body instanceof Class)
        && currentWait() == null
        && !run.scheduler().isWaitingForTurn(this);
  }

  /// The innermost blocking region it is in.
  public @Nullable ForeignRegion region() {
    TaskExtras rare = extras;
    return rare == null ? null : rare.region;
  }

  void enterRegion(@Nullable ForeignRegion region) {
    addExtras().region = region;
  }

  /// Its thread; null once it has ended.
  public @Nullable Thread threadOrNull() {
    return thread;
  }

  /// Its thread, of a task that has not ended.
  public Thread thread() {
    Thread mine = thread;
    if (mine == null) {
      throw new IllegalStateException("unreachable: " + this + " has no thread");
    }
    return mine;
  }

  /// Lets its thread return from its next park. One that has ended needs that no more.
  public void unpark(Parker parker) {
    Thread mine = thread;
    if (mine != null) {
      parker.unpark(mine);
    }
  }

  Context context() {
    return context;
  }

  void setContext(Context next) {
    context = next;
  }

  boolean casLink(@Nullable Object expected, @Nullable Object next) {
    return LINK.compareAndSet(this, expected, next);
  }

  @Nullable Object swapLink(@Nullable Object next) {
    return LINK.getAndSet(this, next);
  }

  /// Once the task has begun the link is free for the list of failures.
  void setFailedLink(@Nullable Object next) {
    link = next == null ? BEGUN : next;
  }

  @Nullable Object failedLink() {
    return link;
  }

  /// Where it was started: file and line if they were noted, else the class its body was written
  /// in, which of one that was given a name is known until it has ended well.
  String site() {
    if (nameSource instanceof Sites.Noted noted) {
      return noted.place();
    }
    Class<?> type = nameSource instanceof Class<?> given ? given : TaskBodies.typeOf(body);
    return type == null ? "" : TaskBodies.siteOf(type);
  }

  /// File and line of its start; empty if they were not noted.
  String startLine() {
    return nameSource instanceof Sites.Noted noted ? noted.place() : "";
  }

  void setPlace(ChildList.Chunk in, int at) {
    chunk = in;
    slot = at;
  }

  void leaveList() {
    ChildList.Chunk mine = chunk;
    if (mine != null) {
      chunk = null;
      mine.leave(slot);
    }
  }

  @Nullable TaskExtras extras() {
    return extras;
  }

  TaskExtras addExtras() {
    TaskExtras rare = extras;
    if (rare != null) {
      return rare;
    }
    synchronized (this) {
      if (extras == null) {
        extras = new TaskExtras();
      }
      return extras;
    }
  }

  /// A system task, or a service: cancels around it do not reach it.
  void shieldRoot() {
    shieldAtStart();
  }

  @Override
  public CancelTree tree() {
    return run.tree();
  }

  @Override
  public TimeSource time() {
    return run.time();
  }

  @Override
  public long number() {
    Thread mine = thread;
    return mine == null ? 0 : mine.threadId();
  }

  @Override
  public Task<?> handle() {
    return this;
  }

  @Override
  public String describe() {
    return toString();
  }

  @Override
  public String toString() {
    return "Task[" + path() + "]";
  }
}
