package io.trio4j.internal.run;

import io.trio4j.CancelReason;
import io.trio4j.CancelSource;
import io.trio4j.ContextCarrier;
import io.trio4j.RunLocal;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.TrioInternalError;
import io.trio4j.TrioTime;
import io.trio4j.internal.cancel.CancelTree;
import io.trio4j.internal.cancel.Deadlines;
import io.trio4j.internal.hooks.ScheduleHook;
import io.trio4j.internal.time.RealTime;
import io.trio4j.internal.time.TimeSource;
import io.trio4j.lowlevel.Instrument;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One run: what its tasks share. A nested run shares tree, clock and scheduler with the outer one
/// and has system tasks, run-locals and a token of its own.
public final class Run {
  private static final System.Logger LOG = System.getLogger("io.trio4j.run");
  private static final Set<Run> LIVE = ConcurrentHashMap.newKeySet();

  private final RunOptions options;
  private final @Nullable Run outer;
  private final long seed;
  private final CancelTree tree;
  private final TimeSource time;
  private final Scheduler scheduler;
  private final @Nullable IdleWatch idleWatch;
  private final ThreadFactory threads;
  // of a root; written under the monitor, once: who reads it racily meets it a step later
  private @Nullable Instruments instruments;
  private final @Nullable Sites sites; // null in most runs, see there
  private final List<ContextCarrier> carriers;
  private final boolean capturesNothing; // but the task-locals
  private final ForeignEngine engine;
  private final Map<RunLocal<?>, Object> locals = new ConcurrentHashMap<>(0);
  private final Entry entry;
  private final @Nullable DeadlineScan deadlineScan; // none on a clock of its own
  private @Nullable RunTask<?> main; // written before the run is published
  private @Nullable RunNursery system; // written before the body runs
  private Context startContext = Context.EMPTY; // written before the body runs
  private @Nullable SharedRandom random; // guarded by this; most runs draw nothing
  private volatile @Nullable TrioInternalError crash; // the first one stays; under the monitor
  private volatile boolean ending; // by the main task
  private volatile boolean wasInterrupted;

  /// A run of its own.
  Run(RunOptions options, Seams seams) {
    this.options = options;
    outer = null;
    seed = options.seed().orElseGet(() -> RandomGenerator.getDefault().nextLong());
    tree = new CancelTree();
    threads = Seams.threadsHere(seams.threads());
    instruments = options.instruments().isEmpty() ? null : new Instruments(options.instruments());
    sites = Sites.of(options);
    carriers = options.carriers();
    capturesNothing = carriers.isEmpty() && options.inherited().isEmpty();
    ClockTime own = ClockTime.of(options);
    time = own == null ? RealTime.instance() : own;
    boolean counts = own != null || options.mode() != RunMode.PARALLEL;
    idleWatch = counts ? new IdleWatch(own, this::clockFailed) : null;
    scheduler = schedulerOf(seams);
    engine = seams.engine().apply(this);
    entry = new Entry(this);
    deadlineScan =
        time.polled() ? null : new DeadlineScan(time, () -> Deadlines.armBelow(mainTask()));
  }

  /// A nested run.
  Run(RunOptions options, Run outer) {
    this.options = Context.inheriting(outer.options, options);
    this.outer = outer;
    seed = outer.seed;
    tree = outer.tree;
    threads = Seams.threadsHere(outer.threads);
    sites = options.startSites().isPresent() ? Sites.of(options) : outer.sites;
    carriers = Carriers.of(options.carriers(), outer);
    capturesNothing = carriers.isEmpty() && this.options.inherited().isEmpty();
    time = outer.time;
    idleWatch = outer.idleWatch;
    scheduler = outer.scheduler;
    engine = outer.engine;
    entry = new Entry(this);
    deadlineScan = outer.deadlineScan;
  }

  private Scheduler schedulerOf(Seams seams) {
    return switch (options.mode()) {
      case PARALLEL ->
          idleWatch == null
              ? new ParallelScheduler(seams.parker())
              : new TrackedScheduler(seams.parker(), idleWatch);
      case COOPERATIVE -> BatonScheduler.cooperative(seams.parker(), idleWatch);
      case DETERMINISTIC ->
          BatonScheduler.deterministic(seams.parker(), idleWatch, turnsOf(seams.turns()));
    };
  }

  private ReadyQueue turnsOf(@Nullable ScheduleHook hook) {
    return hook == null ? new Rounds(new SeededRandom(seed)) : new DirectedTurns(hook);
  }

  static Collection<Run> live() {
    return Collections.unmodifiableSet(LIVE);
  }

  // The life of a run; called by Runs

  void begin(RunTask<?> mainTask, Context context) {
    main = mainTask;
    startContext = context;
    if (outer == null) {
      if (time instanceof ClockTime own) {
        own.attach(); // may refuse; then there is no run
      }
      LIVE.add(this);
    }
    if (instruments != null) {
      instruments.call(Instrument::beforeRun);
      instruments.each(mainTask, Instrument::taskScheduled);
    }
  }

  void opened(RunNursery systemNursery) {
    system = systemNursery;
  }

  /// The body has ended: system tasks are cancelled, and may hand in callbacks until they have
  /// ended.
  void endSystem() {
    ending = true; // volatile, before the children are looked at: see startSystemChild
    entry.beginEnding();
    CancelReason ended = endedReason();
    for (RunTask<?> child : systemNursery().children()) {
      tree.cancel(child, ended);
    }
  }

  boolean isEnding() {
    return ending;
  }

  CancelReason endedReason() {
    return new CancelReason(
        CancelSource.RUN, "the run has ended", "", toString(), new TrioTime(time.now()));
  }

  void end() {
    engineClose();
    if (deadlineScan != null && outer == null) {
      deadlineScan.close();
    }
    if (instruments != null) {
      instruments.call(Instrument::afterRun);
    }
    if (outer == null) {
      if (time instanceof ClockTime own) {
        own.detach();
      }
      LIVE.remove(this);
    }
  }

  /// Its tasks will never go on.
  void abandon() {
    if (time instanceof ClockTime own) {
      own.detach();
    }
    LIVE.remove(this);
  }

  private void engineClose() {
    if (outer == null) {
      engine.close();
    }
  }

  /// The library, a system task or an abort function failed: the run ends with an internal error.
  void crash(String what, @Nullable Throwable error) {
    TrioInternalError first;
    synchronized (this) {
      if (crash == null) {
        crash =
            error == null
                ? new TrioInternalError(what + ". The run was cancelled.")
                : new TrioInternalError(what + ". The run was cancelled.", error);
      } else if (error != null) {
        crash.addSuppressed(error);
      }
      first = crash;
    }
    cancelMain(CancelSource.RUN, String.valueOf(first.getMessage()));
  }

  /// An abort function broke its contract: its wait goes on, perhaps for ever, and the run with it.
  /// So the log tells at once what `run` will throw when that wait has ended.
  void abortFailed(RunTask<?> task, Object wait, @Nullable Throwable error) {
    String what = "the abort function of " + wait + (error == null ? " returned null" : " failed");
    LOG.log(
        System.Logger.Level.ERROR,
        task + ": " + what + "; the wait goes on until it is rescheduled",
        error);
    crash(what, error);
  }

  /// The clock failed while the run was idle.
  ///
  /// @return whether that is news: a second time there is nobody left to wake
  private boolean clockFailed(Throwable error) {
    boolean first = crash == null;
    crash("the clock of the run failed", error);
    return first;
  }

  @Nullable TrioInternalError crashed() {
    return crash;
  }

  /// The main task's thread, or the thread that waits for it, was interrupted.
  void interrupted() {
    wasInterrupted = true;
    cancelMain(CancelSource.INTERRUPT, "");
  }

  boolean wasInterrupted() {
    return wasInterrupted;
  }

  void cancelMain(CancelSource source, String text) {
    RunTask<?> caller = RunTask.currentOrNull();
    String by = caller == null ? "" : caller.path();
    CancelReason reason = new CancelReason(source, text, by, toString(), new TrioTime(time.now()));
    RunNursery around = system;
    if (around == null) {
      tree.cancel(mainTask(), reason); // the body has not begun
    } else {
      around.cancel(reason);
    }
  }

  void reportSwallowed(RunTask<?> task, CancelReason reason) {
    LOG.log(
        System.Logger.Level.WARNING,
        "{0} swallowed a Cancelled ({1}): a body returned normally although one was thrown in it."
            + " Let Cancelled go on; use moveOnAfter or cleanup where that is meant.",
        task,
        reason);
    Instruments all = instruments();
    if (all != null) {
      all.swallowed(task, reason);
    }
  }

  /// A new task that is in a cancelled place already: foreign code in it has to be looked after.
  void watchIfCancelled(RunTask<?> task) {
    if (task.isEffective()) {
      engine.cancelled(task);
    }
  }

  // What the parts of a run share

  RunOptions options() {
    return options;
  }

  long seed() {
    return seed;
  }

  /// Chance for what is no schedule; nested runs share it.
  SharedRandom random() {
    return root().ownRandom();
  }

  private synchronized SharedRandom ownRandom() {
    SharedRandom made = random;
    if (made == null) {
      made = new SharedRandom(seed);
      random = made;
    }
    return made;
  }

  /// The outermost run around this one, or itself.
  Run root() {
    Run at = this;
    while (at.outer != null) {
      at = at.outer;
    }
    return at;
  }

  CancelTree tree() {
    return tree;
  }

  TimeSource time() {
    return time;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  @Nullable IdleWatch idleWatch() {
    return idleWatch;
  }

  ThreadFactory threads() {
    return threads;
  }

  @Nullable Sites sites() {
    return sites;
  }

  @Nullable Instruments instruments() {
    return outer == null ? instruments : outer.instruments();
  }

  /// Those of the outermost run, also if there were none so far.
  Instruments instrumentsToChange() {
    return outer == null ? makeInstruments() : outer.instrumentsToChange();
  }

  private synchronized Instruments makeInstruments() {
    if (instruments == null) {
      instruments = new Instruments(List.of());
    }
    return instruments;
  }

  List<ContextCarrier> carriers() {
    return carriers;
  }

  boolean capturesNothing() {
    return capturesNothing;
  }

  @Nullable DeadlineScan deadlineScan() {
    return deadlineScan;
  }

  ForeignEngine engine() {
    return engine;
  }

  Map<RunLocal<?>, Object> locals() {
    return locals;
  }

  Entry entry() {
    return entry;
  }

  Context startContext() {
    return startContext;
  }

  RunTask<?> mainTask() {
    RunTask<?> task = main;
    if (task == null) {
      throw new IllegalStateException("unreachable: " + this + " has not begun");
    }
    return task;
  }

  RunNursery systemNursery() {
    RunNursery nursery = system;
    if (nursery == null) {
      throw new IllegalStateException("unreachable: " + this + " has not begun");
    }
    return nursery;
  }

  @Override
  public String toString() {
    return "Run[" + options.name() + "]";
  }
}
