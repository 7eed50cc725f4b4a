package io.trio4j.combinators;

import io.trio4j.Action;
import io.trio4j.CancelScope;
import io.trio4j.ExceptionGroup;
import io.trio4j.ExceptionGroup.Branch;
import io.trio4j.Nursery;
import io.trio4j.ScopeOptions;
import io.trio4j.Startable;
import io.trio4j.Task;
import io.trio4j.TrioTime;
import io.trio4j.combinators.SupervisorStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A child of a [Supervisor]: what runs under one name, now and after each restart.
///
/// {@snippet class="io.trio4j.snippets.SupervisorSnippets" region="child"}
///
/// @threadsafety any thread, except [#remove()], which waits and needs a task
/// @since 0.1
public final class SupervisorChild {
  /*
   * Idea
   *   Each child has a task of its own, the keeper, which lives as long as the child and runs nothing of
   *   the user's: for each start it opens a nursery and starts the body in it, in a task called `start`,
   *   `restart-1` and so on. So a body always begins on a fresh thread, with the context of whoever
   *   added the child, and its path tells which start it is. When to start and to stop is told by the
   *   supervisor's task.
   *
   * States (of `view.state`)
   *   WAITING -> STARTING            // by the supervisor's task, when its turn has come
   *   STARTING -> RUNNING            // by the body's task as it begins, or by the keeper once it reported
   *   STARTING, RUNNING -> STOPPING  // by the supervisor's task, which then cancels `scope`
   *   STARTING, RUNNING, STOPPING -> WAITING, ENDED  // by the supervisor's task, looking at the end that
   *                                  // the keeper has reported
   *   WAITING -> ENDED               // by the supervisor's task: dismissed
   *   ENDED -> WAITING               // by the supervisor's task: its group is restarted
   *   any -> ENDED                   // by the keeper, if it was cancelled or failed
   *
   * Invariants
   *   I1 Each order to start is followed by one report of an end, or by the keeper's own end.
   *   I2 Once dismissed, no order comes any more and the keeper ends.
   */
  /// Starts the body in a nursery, and says when it is ready.
  private interface Work {
    void begin(Nursery nursery, String taskName, Runnable ready) throws Exception;
  }

  private final SupervisorLoop loop;
  private final SupervisorChildren siblings;
  private final String name;
  private final Restart restart;
  private final Work work;
  private final SupervisorBell bell = new SupervisorBell(shownInDumps());
  private volatile @Nullable Task<?> keeper; // written once, before the handle is given out
  private volatile String waitsFor = "its start"; // by the supervisor's task

  // guarded by the siblings' lock; `view` is read by anyone
  private volatile SupervisorStatus.Child view;
  private TrioTime due = TrioTime.NEVER; // no turn before there is a keeper
  private TrioTime startedAt = TrioTime.PAST;
  private @Nullable CancelScope scope; // around the body, from the order to its end
  private boolean ordered;
  private boolean dismissed;
  private boolean removing;
  private boolean withGroup; // stopped, or to be stopped, to start again with its group
  private long starts; // read by the keeper too, after it took an order
  private int inARow;
  private @Nullable Branch end; // of the body, not yet looked at; null also if it returned
  private @Nullable Branch removal; // what it threw as it was removed, until somebody is told

  private SupervisorChild(SupervisorLoop loop, String name, Restart restart, Work work) {
    this.loop = loop;
    siblings = loop.children();
    this.name = Objects.requireNonNull(name, "name");
    this.restart = Objects.requireNonNull(restart, "restart");
    this.work = work;
    view =
        new SupervisorStatus.Child(
            name, restart, State.WAITING, 0, Optional.empty(), Optional.empty());
  }

  static SupervisorChild of(
      SupervisorLoop loop, String name, Restart restart, Action<? extends Exception> body) {
    Objects.requireNonNull(body, "body");
    return new SupervisorChild(
        loop,
        name,
        restart,
        (nursery, taskName, ready) ->
            nursery.startSoon(
                taskName,
                () -> {
                  ready.run();
                  body.run();
                }));
  }

  static SupervisorChild of(
      SupervisorLoop loop, String name, Restart restart, Startable<?> startable) {
    Objects.requireNonNull(startable, "startable");
    return new SupervisorChild(
        loop,
        name,
        restart,
        (nursery, taskName, ready) -> {
          nursery.start(taskName, startable);
          ready.run();
        });
  }

  /// What dumps show of a child that waits.
  private Object shownInDumps() {
    return new Object() {
      @Override
      public String toString() {
        return waitsFor;
      }
    };
  }

  /// The name it was started under.
  ///
  /// @return the name
  /// @checkpoint never
  public String name() {
    return name;
  }

  /// What the child is doing now. Still answers after it ended.
  ///
  /// @return a snapshot
  /// @checkpoint never
  public SupervisorStatus.Child status() {
    return view;
  }

  /// Stops the child if it runs, takes it out of the supervisor, and waits until it has ended. Its
  /// name is free again then. Does nothing the second time.
  ///
  /// @checkpoint always
  /// @oncancel the child is being stopped and will be gone, only nobody waits for it
  /// @throws ExceptionGroup if it failed while it was being stopped
  /// @throws IllegalStateException outside a task, or inside the child, which would wait for itself
  public void remove() {
    Task<?> mine = Objects.requireNonNull(keeper);
    loop.ensureOutside(mine, this + " can't remove itself");
    siblings.remove(this);
    mine.joinOutcome();
    Branch failure = siblings.<@Nullable Branch>look(this::takeRemoval);
    if (failure != null) {
      throw ExceptionGroup.ofBranches("removal of " + this, List.of(failure));
    }
  }

  private @Nullable Branch takeRemoval() {
    Branch failure = removal;
    removal = null;
    return failure;
  }

  // The keeper

  /// Starts the keeper, in the context of the caller.
  void open(Nursery nursery) {
    keeper = nursery.startSoon(name, this::live);
  }

  private void live() {
    try {
      for (CancelScope next = nextOrder(); next != null; next = nextOrder()) {
        Branch failure = runIn(next);
        if (!siblings.ended(this, failure) && failure != null) {
          throw new SupervisorFailure(siblings.title() + " was cancelled", List.of(failure));
        }
      }
    } finally {
      siblings.left(this);
    }
  }

  /// The scope for the next start; null once dismissed.
  private @Nullable CancelScope nextOrder() {
    while (true) {
      CancelScope next = siblings.<@Nullable CancelScope>look(this::takeOrder);
      if (next != null || siblings.look(() -> dismissed)) {
        return next;
      }
      bell.listen();
    }
  }

  private @Nullable CancelScope takeOrder() {
    CancelScope next = ordered && !dismissed ? scope : null;
    ordered = false;
    return next;
  }

  private @Nullable Branch runIn(CancelScope around) {
    String taskName = starts == 1 ? "start" : "restart-" + (starts - 1);
    try {
      around.enter(() -> Nursery.run(nursery -> work.begin(nursery, taskName, this::ready)));
      return null;
    } catch (ExceptionGroup group) {
      List<Branch> branches = group.branches();
      return branches.size() == 1
          ? branches.getFirst()
          : new Branch(group, Task.current().path(), "");
    }
  }

  private void ready() {
    siblings.guarded(() -> show(state() == State.STARTING ? State.RUNNING : state()));
    siblings.ring();
  }

  /// The keeper's.
  String path() {
    Task<?> mine = keeper;
    return mine == null ? name : mine.path();
  }

  // For the loop, under the lock

  State state() {
    return view.state();
  }

  Restart restart() {
    return restart;
  }

  boolean isAlive() {
    return switch (state()) {
      case STARTING, RUNNING, STOPPING -> true;
      case WAITING, ENDED -> false;
    };
  }

  boolean isRemoving() {
    return removing;
  }

  boolean isWithGroup() {
    return withGroup;
  }

  boolean isDismissed() {
    return dismissed;
  }

  boolean hasRun() {
    return starts > 0;
  }

  TrioTime due() {
    return due;
  }

  int inARow() {
    return inARow;
  }

  /// There is a keeper: from now on it may have its turn.
  void admit() {
    due = TrioTime.PAST;
  }

  void removeSoon() {
    removing = true;
  }

  void failedWhileRemoved(Branch failure) {
    removal = failure;
  }

  void groupStops(TrioTime restartAt) {
    withGroup = true;
    due = restartAt;
  }

  /// It will start again.
  void waits(TrioTime restartAt, String why) {
    withGroup = false;
    due = restartAt;
    waitsFor = "restart " + starts + " at " + restartAt + ", " + why;
    show(State.WAITING, Optional.of(restartAt));
  }

  /// It has returned, and only its group can start it again.
  void rests() {
    withGroup = false;
    waitsFor = "a restart of its group";
    show(State.ENDED);
  }

  void dismiss() {
    dismissed = true;
    show(State.ENDED);
    bell.ring();
  }

  /// Its turn: orders the keeper to start the body.
  void begin(TrioTime now) {
    scope = CancelScope.of(ScopeOptions.defaults());
    ordered = true;
    startedAt = now;
    starts++;
    show(State.STARTING);
    bell.ring();
  }

  /// The scope to be cancelled, under no lock.
  CancelScope stops() {
    show(State.STOPPING);
    return Objects.requireNonNull(scope);
  }

  void reportEnd(@Nullable Branch failure) {
    end = failure;
  }

  @Nullable Branch takeEnd() {
    Branch failure = end;
    end = null;
    scope = null;
    if (failure != null) {
      SupervisorStatus.Child now = view;
      view =
          new SupervisorStatus.Child(
              name,
              restart,
              now.state(),
              now.restartCount(),
              Optional.of(failure.error()),
              now.restartAt());
    }
    return failure;
  }

  /// Counts a restart of its own.
  void countInARow(TrioTime now, Duration longEnough) {
    boolean ranLong = startedAt.until(now).compareTo(longEnough) >= 0;
    inARow = ranLong ? 1 : inARow + 1;
  }

  private void show(State state) {
    show(state, Optional.empty());
  }

  private void show(State state, Optional<TrioTime> restartAt) {
    long restarts = Math.max(0, starts - 1);
    view =
        new SupervisorStatus.Child(name, restart, state, restarts, view.lastFailure(), restartAt);
  }

  @Override
  public String toString() {
    return "SupervisorChild[" + name + " of " + siblings.title() + ", " + view.state() + "]";
  }
}
