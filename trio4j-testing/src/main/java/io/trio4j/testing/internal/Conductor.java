package io.trio4j.testing.internal;

import io.trio4j.Task;
import io.trio4j.internal.hooks.RunView;
import io.trio4j.internal.hooks.ScheduleHook;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Leads one run by a chooser, notes what was decided, and ends it if it does not end by itself.
///
/// @threadsafety its fields are touched by the task that has the turn, or under the scheduler's
///   lock; by the explorer when the run is over
final class Conductor implements ScheduleHook {
  /// How long to wait for a thread outside that has the run's token.
  private static final long TOKEN_GRACE_MILLIS = 10_000;

  private static final long LOOK_EVERY_MILLIS = 5;

  private final Chooser chooser;
  private final Limits limits;
  private final Touches touches;
  private final @Nullable Trace trace;
  private final CountDownLatch over = new CountDownLatch(1);
  private final IdentityHashMap<Task<?>, Integer> numbers = new IdentityHashMap<>();
  private final Choice choice = new Choice();
  private final List<Schedule.Decision> unusual = new ArrayList<>();

  private @Nullable RunView run; // written as the run begins
  private Verdict.Kind kind = Verdict.Kind.PASSED;
  private @Nullable Throwable error;
  private String detail = "";
  private String dump = "";
  private int switches;
  private long hash;
  private int countedSteps; // until it was decided that the run does not end by itself
  private boolean mustEnd; // cancel it when no lock is held
  private volatile boolean hasEnded; // by the run's thread
  private int endBy = Integer.MAX_VALUE; // the step at which it is left as it stands

  Conductor(Chooser chooser, Limits limits, Touches touches, boolean detailed) {
    this.chooser = chooser;
    this.limits = limits;
    this.touches = touches;
    trace = detailed ? new Trace() : null;
  }

  @Override
  public void begins(RunView view, Task<?> main) {
    run = view;
    numbers.put(main, 0);
  }

  // Turns

  @Override
  public int choose(List<? extends Task<?>> ready) {
    choice.clear();
    for (int i = 0; i < ready.size(); i++) {
      choice.add(numberOf(ready.get(i)));
    }
    if (isEnding()) {
      return chooseToEnd();
    }
    int index = choice.step() < limits.steps() ? chooser.choose(choice) : 0;
    note(index);
    if (choice.step() >= 2 * limits.steps()) {
      kind = Verdict.Kind.LIVELOCK;
      mustEnd = true;
      beginEnding();
    }
    return index;
  }

  private int numberOf(Task<?> task) {
    Integer known = numbers.get(task);
    if (known == null) {
      known = numbers.size();
      numbers.put(task, known);
      touches.all(); // who is started later has another number
    }
    return known;
  }

  private void note(int index) {
    int task = choice.candidate(index);
    if (choice.step() < limits.steps() && index != choice.usual()) {
      unusual.add(new Schedule.Decision(choice.step(), task));
    }
    if (task != choice.last() && choice.lastIsReady()) {
      switches++;
    }
    mix(task);
    mix(choice.count());
    choice.taken(task);
  }

  private void mix(long value) {
    hash = Draws.mixed(hash ^ value);
  }

  private boolean isEnding() {
    return endBy != Integer.MAX_VALUE;
  }

  private void beginEnding() {
    countedSteps = choice.step();
    endBy = choice.step() + limits.steps();
  }

  /// In order, so that all can clean up; who does not let himself be cancelled is left behind.
  private int chooseToEnd() {
    if (choice.step() >= endBy) {
      over.countDown();
      return NOBODY;
    }
    choice.taken(choice.candidate(0));
    return 0;
  }

  // Between turns

  @Override
  public void stops(Task<?> task, @Nullable Object subject) {
    if (mustEnd) {
      mustEnd = false;
      endLivelock();
    }
    if (isEnding()) {
      return;
    }
    mix(subject == null ? 1 : subject.getClass().hashCode());
    if (subject != null) {
      touches.add(subject);
    }
    if (trace != null) {
      trace.stopped(choice.step() - 1, choice.last(), task, subject);
    }
  }

  @Override
  public void woken(Task<?> task, Object subject, boolean outside) {
    touches.add(subject);
    if (outside) {
      touches.all();
      if (trace != null) {
        trace.wokenFromOutside(choice.step() - 1, task);
      }
    }
  }

  @Override
  public void touched(Object shared) {
    touches.add(shared);
  }

  @Override
  public void touchedAll() {
    touches.all();
  }

  @Override
  public void ended(Task<?> task) {
    touches.all();
    if (isEnding()) {
      return;
    }
    mix(2);
    if (trace != null) {
      trace.ended(choice.step() - 1, choice.last(), task);
    }
  }

  /// A task or the body has failed with `failure`, and others have not been told yet.
  void failing() {
    RunView view = run;
    if (trace != null && view != null && dump.isEmpty() && !isEnding()) {
      dump = view.dump();
    }
  }

  // Runs that do not end by themselves

  @Override
  public boolean stuck() {
    RunView view = run;
    if (view == null || isEnding()) {
      over.countDown(); // what is left can't be cancelled
      return false;
    }
    if (cameFromOutside(view)) {
      return true;
    }
    kind = Verdict.Kind.DEADLOCK;
    detail = trace == null ? "" : new Deadlock(view.parked()).toString();
    failing();
    beginEnding();
    view.cancel("deadlock: the explorer ends the run");
    return true;
  }

  private boolean cameFromOutside(RunView view) {
    long grace = view.isTokenTaken() ? TOKEN_GRACE_MILLIS : limits.graceMillis();
    long end = System.nanoTime() + grace * 1_000_000;
    while (System.nanoTime() - end < 0) {
      if (view.isAnyoneReady()) {
        return true;
      }
      try {
        Thread.sleep(LOOK_EVERY_MILLIS);
      } catch (InterruptedException _) { // the exploration is to end
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return view.isAnyoneReady();
  }

  private void endLivelock() {
    RunView view = run;
    if (trace != null) {
      detail = Livelock.describe(trace.turns(), countedSteps);
    }
    if (view != null) {
      dump = trace == null ? "" : view.dump();
      view.cancel("livelock: the explorer ends the run");
    }
  }

  // The end

  /// The run has ended.
  void finished(@Nullable Throwable thrown) {
    hasEnded = true;
    if (kind == Verdict.Kind.PASSED && thrown != null) {
      kind = Verdict.Kind.FAILED;
      error = thrown;
    }
    over.countDown();
  }

  /// Waits until the run has ended, or was left as it stands.
  void await() throws InterruptedException {
    over.await();
  }

  boolean hasEnded() {
    return hasEnded;
  }

  Verdict verdict() {
    return new Verdict(
        kind,
        error,
        detail,
        new Schedule(unusual),
        isEnding() ? countedSteps : choice.step(),
        switches,
        hash,
        trace,
        dump);
  }

  /// The run has not ended and never will.
  void abandon() {
    RunView view = run;
    if (view != null) {
      view.abandon();
    }
  }
}
