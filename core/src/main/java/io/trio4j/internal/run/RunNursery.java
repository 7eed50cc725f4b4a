package io.trio4j.internal.run;

import io.trio4j.Action;
import io.trio4j.CancelReason;
import io.trio4j.CancelScope;
import io.trio4j.CancelSource;
import io.trio4j.Cancelled;
import io.trio4j.Nursery;
import io.trio4j.Startable;
import io.trio4j.Task;
import io.trio4j.TaskCancelledException;
import io.trio4j.TaskFailedException;
import io.trio4j.TrioTime;
import io.trio4j.internal.cancel.NurseryNode;
import io.trio4j.internal.errors.GroupMark;
import io.trio4j.internal.park.Wait;
import io.trio4j.lowlevel.WaitSubject;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A nursery: a scope with children, their count and their failures. One object, and so one long
/// file, because opening and closing a nursery is a hot path and each further object would be paid
/// there.
public final class RunNursery extends NurseryNode implements Nursery {
  /*
   * Invariants
   *   I1 A child is counted before it is listed, listed before its thread is started, and uncounted as
   *      the last thing it does (see Tally). One that the owner starts while the body runs is counted
   *      when it was started: the owner alone adds these up, when the body has ended.
   *
   * Ordering
   *   tally   | CAS from null, once; what a child did happens-before the owner's sight of its last count
   *   failed  | CAS push by failing tasks, through their own `link` | read after the count is empty
   *   started | plain, the owner
   */
  private static final VarHandle TALLY;
  private static final VarHandle FAILED;

  static {
    try {
      var lookup = MethodHandles.lookup();
      TALLY = lookup.findVarHandle(RunNursery.class, "tally", Tally.class);
      FAILED = lookup.findVarHandle(RunNursery.class, "failed", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// Other tasks free memory as they end; if that does not help, the siblings end uncancelled.
  private static final int TRIES_TO_CANCEL = 100;

  /// What kind of block a nursery is for.
  enum Kind {
    ORDINARY,
    /// Inside `Nursery.start`: holds the startable until it has started.
    STARTING,
    /// Around a run: its children are the run's system tasks, whose failures end the run.
    SYSTEM
  }

  /// What a nursery's owner waits for at the end of the block.
  record AllChildren(RunNursery nursery) implements WaitSubject {
    @Override
    public List<Task<?>> holders() {
      return nursery.childTasks();
    }

    @Override
    public String toString() {
      return "the children of " + nursery.title();
    }
  }

  private final Run run;
  private final RunTask<?> parent;
  private final String name;
  private final Kind kind;
  private final ChildList children = new ChildList();
  private volatile @Nullable RunTask<?> starting; // STARTING: under the tree lock
  private volatile @Nullable Tally tally; // null until there is a child
  private long started; // owner only, while the body runs

  private volatile @Nullable Object failed; // newest failed child
  private @Nullable Throwable bodyFailure; // owner only
  private boolean bodyFailedFirst; // owner only
  private volatile @Nullable CancelReason sawCancel; // by any cancelled child, or the owner
  private volatile boolean hiddenCancels; // a group among the failures hides some; only ever set
  private volatile @Nullable Wait<@Nullable Void>
      joiner; // the owner, before it reads the count again

  RunNursery(RunTask<?> parent, String name, Kind kind) {
    this.run = parent.inRun();
    this.parent = parent;
    this.name = name;
    this.kind = kind;
    initShared();
  }

  // The block; called by Nurseries in the owner's task

  @Nullable Cancelled openBlock() {
    return open(parent);
  }

  /// Waits for the children and throws what the block has to throw.
  ///
  /// @return whether the scope absorbed its own cancel
  boolean closeBlock(@Nullable Cancelled before, @Nullable Throwable thrown) {
    Throwable failure = atBodyEnd(thrown);
    if (failure != null) {
      bodyFails(failure);
    }
    awaitChildren();
    Throwable going = kind == Kind.STARTING ? StartFailures.of(this) : NurseryErrors.of(this);
    if (going != null && !(going instanceof Cancelled) && (sawCancel != null || hiddenCancels)) {
      GroupMark.set(going, true);
    }
    return close(parent, before, going);
  }

  /// The end of a run's outermost block: what the body threw goes on as it is.
  ///
  /// @return whether it was cancelled, and that ended the body
  boolean closeSystemBlock(@Nullable Cancelled before, @Nullable Throwable thrown) {
    Throwable failure = atBodyEnd(thrown);
    awaitChildren();
    run.entry().close();
    return close(parent, before, failure);
  }

  /// The body's end is an edge of its own: what our interrupt made it throw must not become a
  /// member.
  private @Nullable Throwable atBodyEnd(@Nullable Throwable thrown) {
    return parent.foreign == null ? thrown : parent.leaveForeign(this, thrown);
  }

  /// The body, or the wait at its end, failed.
  @SuppressWarnings("ReferenceEquality") // an error must not become its own suppressed
  void bodyFails(Throwable thrown) {
    if (thrown instanceof Cancelled cancelled) {
      sawCancel = cancelled.reason();
      Throwable real = io.trio4j.internal.cancel.CancelledErrors.realErrors(cancelled);
      if (real == null) {
        return;
      }
      thrown = real;
    }
    if (GroupMark.hidesCancels(thrown)) {
      hiddenCancels = true;
    }
    if (!tellsOfMember(thrown)) {
      if (bodyFailure == null) {
        bodyFailure = thrown;
        bodyFailedFirst = failed == null;
      } else if (bodyFailure != thrown) {
        bodyFailure.addSuppressed(thrown);
      }
    }
    cancelBecause("the code block inside the nursery raised ", thrown, parent);
  }

  /// Whether `thrown` only repeats how a member ended, which the group says anyway.
  private boolean tellsOfMember(Throwable thrown) {
    return switch (thrown) {
      case TaskFailedException failure -> {
        RunTask<?> task = (RunTask<?>) failure.task();
        yield task.homeOrNull() == this && task.hasFailed();
      }
      case TaskCancelledException cancelled -> {
        RunTask<?> task = (RunTask<?>) cancelled.task();
        boolean ours = task.homeOrNull() == this && isEffective();
        if (ours) {
          sawCancel = cancelled.reason();
        }
        yield ours;
      }
      default -> false;
    };
  }

  private void cancelBecause(String what, Throwable error, RunTask<?> task) {
    if ((state() & CANCELLED) != 0) {
      return;
    }
    String text;
    try {
      text = what + error.getClass().getName();
    } catch (OutOfMemoryError _) { // the failure itself is recorded; only the text is poorer
      text = what;
    }
    cancel(
        new CancelReason(
            CancelSource.NURSERY, text, task.path(), title(), new TrioTime(run.time().now())));
  }

  private void awaitChildren() {
    try {
      parkUntilEmpty();
    } catch (OutOfMemoryError | StackOverflowError e) { // a member of the group
      standUntilEmpty(e);
    }
  }

  /// There is no memory, or no stack, for a wait: no reason to leave children behind.
  private void standUntilEmpty(Error why) {
    Tally all = tally;
    boolean failed = false;
    boolean interrupted = false;
    while (all != null && !all.isClosed()) {
      try {
        if (all.isBodyRunning()) {
          all.bodyEnded(started);
          started = 0;
        }
        if (all.tryClose()) {
          break;
        }
        if (!failed) {
          failed = true;
          bodyFails(why);
        }
        run.scheduler().schedulePoint(parent);
        Thread.yield();
        Thread.sleep(1);
      } catch (InterruptedException _) {
        interrupted = true; // set again below
      } catch (OutOfMemoryError | StackOverflowError _) {
        // `why` says it
      }
    }
    if (bodyFailure == null) {
      bodyFailure = why;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void parkUntilEmpty() {
    Tally mine = tally;
    if (mine == null && TALLY.compareAndSet(this, null, Tally.OF_NOTHING)) {
      run.scheduler().schedulePoint(parent);
      return;
    }
    Tally all = tally();
    all.bodyEnded(started);
    started = 0;
    if (all.tryClose()) {
      run.scheduler().schedulePoint(parent);
      return;
    }
    boolean serves = kind == Kind.SYSTEM;
    if (mine != null && !serves && all.isLast()) {
      run.scheduler().letStart(); // cheaper than to park and be woken, if it has not begun
      if (all.tryClose()) {
        return;
      }
    }
    do {
      if (serves) {
        run.entry().drain();
      }
      Wait<@Nullable Void> wait = Wait.of(parent, new AllChildren(this));
      joiner = wait;
      if (all.isEmpty() || (serves && run.entry().hasWork())) {
        wait.tryReschedule(null);
      }
      wait.parkShielded();
    } while (!all.tryClose());
    joiner = null;
  }

  private Tally tally() {
    Tally seen = tally;
    if (seen != null) {
      return seen;
    }
    TALLY.compareAndSet(this, null, new Tally());
    return tally();
  }

  // Children

  @Override
  public <T extends @Nullable Object> Task<T> startSoon(Callable<T> body) {
    return startChild(body.getClass(), body);
  }

  @Override
  public Task<@Nullable Void> startSoon(Action<? extends Exception> body) {
    return startChild(body.getClass(), body);
  }

  @Override
  public <T extends @Nullable Object> Task<T> startSoon(String childName, Callable<T> body) {
    return startChild(childName, body);
  }

  @Override
  public Task<@Nullable Void> startSoon(String childName, Action<? extends Exception> body) {
    return startChild(childName, body);
  }

  private <T extends @Nullable Object> RunTask<T> startChild(Object nameSource, Object body) {
    java.util.Objects.requireNonNull(body, "body");
    java.util.Objects.requireNonNull(nameSource, "name");
    RunTask<?> starter = RunTask.current();
    if (starter.tree() != run.tree()) {
      throw new IllegalStateException(
          starter + " is in another run than " + this + ". Hand the work in through a RunToken.");
    }
    RunTask<T> child = new RunTask<>(run, this, nameSource, body, Context.capture(starter));
    child.prepareThread();
    Tally all = tally();
    child.setTally(all);
    boolean mine = starter == parent && all.isBodyRunning();
    if (!mine) {
      reserve(all);
    }
    boolean launched = false;
    try {
      launch(child);
      launched = true;
    } finally {
      if (!launched) { // the stack is at its end: no start took place, and calls may fail here too
        child.ending = RunTask.CANCELLED_END;
        try {
          StartChain.takeBack(child);
          child.leaveList();
        } finally {
          if (!mine) {
            release(all);
          }
        }
      }
    }
    if (mine) {
      started++; // only now, so that there is nothing to take back; nobody needs it before
    }
    return child;
  }

  /// Starts a child for a thread that is no task.
  <T extends @Nullable Object> RunTask<T> startFromOutside(Object nameSource, Object body) {
    RunTask<T> child = new RunTask<>(run, this, nameSource, body, run.startContext());
    child.prepareThread();
    child.setTally(tally());
    if (!tally().tryReserve()) {
      throw new io.trio4j.RunFinishedException(run + " has ended. Start a new run.");
    }
    boolean launched = false;
    try {
      launch(child);
      launched = true;
    } finally {
      if (!launched) {
        child.ending = RunTask.CANCELLED_END;
        try {
          StartChain.takeBack(child);
          child.leaveList();
        } finally {
          release();
        }
      }
    }
    return child;
  }

  /// Starts a child in nobody's name: a system task.
  RunTask<@Nullable Void> startSystemChild(String childName, Action<? extends Exception> body) {
    reserve();
    return launchSystemChild(childName, body);
  }

  /// As [#startSystemChild], in a place that was reserved. Gives the place back if there is no
  /// memory for the child.
  RunTask<@Nullable Void> launchSystemChild(String childName, Action<? extends Exception> body) {
    RunTask<@Nullable Void> child;
    try {
      child = new RunTask<>(run, this, childName, body, run.startContext());
      child.shieldRoot();
      child.prepareThread();
    } catch (Throwable t) { // thrown on
      release();
      throw t;
    }
    child.setTally(tally());
    launch(child);
    if (run.isEnding()) {
      tree().cancel(child, run.endedReason()); // perhaps listed after the others were cancelled
    }
    return child;
  }

  /// Keeps the nursery open for a child to come.
  void reserve() {
    reserve(tally());
  }

  private void reserve(Tally all) {
    if (!all.tryReserve()) {
      throw new IllegalStateException(
          this
              + " is closed: its body and all its tasks have ended. Start tasks before the block"
              + " returns.");
    }
  }

  void release() {
    release(tally());
  }

  private void release(Tally all) {
    if (all.release()) {
      wakeOwner();
    }
  }

  /// All children have ended, or the owner has something to run meanwhile.
  void wakeOwner() {
    Wait<@Nullable Void> waiting = joiner;
    if (waiting != null) {
      waiting.tryReschedule(null);
    }
  }

  /// The child is counted: whatever fails now fails the child, not its starter.
  void launch(RunTask<?> child) {
    RunTask<?> before;
    try {
      before = children.add(child);
    } catch (OutOfMemoryError e) {
      StartChain.fail(child, e);
      return;
    }
    begin(child, before);
  }

  /// Only who is at the end of its stack has to take the start back: telling of a failure takes
  /// more.
  private void begin(RunTask<?> child, @Nullable RunTask<?> before) {
    try {
      tree().settle(child);
      Instruments instruments = run.instruments();
      if (instruments != null) {
        instruments.each(child, io.trio4j.lowlevel.Instrument::taskStarted);
        instruments.each(child, io.trio4j.lowlevel.Instrument::taskScheduled);
      }
      run.scheduler().start(child, before);
    } catch (OutOfMemoryError e) { // the child's failure; it never ran
      StartChain.fail(child, e);
    }
  }

  private io.trio4j.internal.cancel.CancelTree tree() {
    return run.tree();
  }

  /// The one child of a STARTING nursery: kept apart, so that it can move to its target.
  void launchStarting(RunTask<?> child) {
    Tally all = tally();
    child.setTally(all);
    reserve(all);
    starting = child;
    boolean begun = false;
    try {
      begin(child, null);
      begun = true;
    } finally {
      if (!begun) {
        child.ending = RunTask.CANCELLED_END;
        starting = null;
        release(all);
      }
    }
  }

  /// Under the tree lock: the started task moves from here to `target`, which has a place reserved.
  void handOver(RunTask<?> child, RunNursery target) {
    target.children.add(child); // first: may run out of memory
    child.moveHome(target);
    child.setTally(target.tally());
    starting = null;
  }

  /// A child has failed; it is still counted.
  void childFails(RunTask<?> child, Throwable error) {
    if (kind == Kind.SYSTEM) {
      run.crash("system task " + child.path() + " failed", error);
      return;
    }
    if (GroupMark.hidesCancels(error)) {
      hiddenCancels = true;
    }
    if (!tellsOfMember(error)) {
      Object newest;
      do {
        newest = failed;
        child.setFailedLink(newest);
      } while (!FAILED.compareAndSet(this, newest, child));
    }
    for (int tries = 0; tries < TRIES_TO_CANCEL; tries++) {
      try {
        cancelBecause("child task raised exception ", error, child);
        return;
      } catch (OutOfMemoryError _) { // the failure is recorded; telling the siblings is tried again
        Thread.yield();
      }
    }
  }

  /// A child was cancelled from outside of it; it is still counted.
  void childCancelled(CancelReason reason) {
    sawCancel = reason;
  }

  /// The last thing a child does. Touches nothing of the nursery that the starter writes to.
  static void childEnded(RunTask<?> child, Tally all) {
    if (all.release()) {
      child.home().wakeOwner();
    }
  }

  @Override
  public Iterable<RunTask<?>> children() {
    RunTask<?> moving = starting;
    if (moving == null) {
      return children;
    }
    List<RunTask<?>> all = children.living();
    all.add(moving);
    return all;
  }

  // What NurseryErrors reads, after the children have ended

  List<RunTask<?>> failedChildren() {
    List<RunTask<?>> all = new ArrayList<>();
    for (Object at = failed; at instanceof RunTask<?> task; at = task.failedLink()) {
      all.add(task);
    }
    Collections.reverse(all);
    return all;
  }

  @Nullable Throwable bodyFailure() {
    return bodyFailure;
  }

  boolean bodyFailedFirst() {
    return bodyFailedFirst;
  }

  @Nullable CancelReason sawCancel() {
    return sawCancel;
  }

  RunTask<?> parent() {
    return parent;
  }

  Run run() {
    return run;
  }

  // The public face

  @Override
  public <V extends @Nullable Object> V start(Startable<V> startable) throws Exception {
    return Starting.start(this, startable.getClass(), startable);
  }

  @Override
  public <V extends @Nullable Object> V start(String childName, Startable<V> startable)
      throws Exception {
    return Starting.start(this, childName, startable);
  }

  @Override
  public CancelScope scope() {
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  String parentPath() {
    return parent.path();
  }

  boolean isHidden() {
    return kind == Kind.SYSTEM;
  }

  @Override
  public Optional<Task<?>> parentTask() {
    return kind == Kind.SYSTEM ? Optional.empty() : Optional.of(parent);
  }

  @Override
  public List<Task<?>> childTasks() {
    List<Task<?>> all = new ArrayList<>();
    children().forEach(all::add);
    Collections.reverse(all);
    return all;
  }

  @Override
  public boolean isClosed() {
    Tally all = tally;
    return all != null && all.isClosed();
  }

  int livingCount() {
    Tally all = tally;
    return all == null ? 0 : all.living(started);
  }

  @Override
  protected String title() {
    return name.isEmpty() ? "Nursery" : "Nursery[" + name + "]";
  }

  @Override
  public String describe() {
    String stage = isClosed() ? "closed" : livingCount() + " children";
    return "Nursery[" + (name.isEmpty() ? "" : name + ", ") + "of " + parent + ", " + stage + "]";
  }
}
