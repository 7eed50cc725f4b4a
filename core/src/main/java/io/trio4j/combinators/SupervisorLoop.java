package io.trio4j.combinators;

import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup.Branch;
import io.trio4j.Nursery;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.combinators.SupervisorStatus.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The task of a supervisor: it alone decides what becomes of a child that has ended.
final class SupervisorLoop {
  /*
   * Idea
   *   A loop that looks at what is and does the next thing that is due: ends that were reported, then
   *   stops, then starts. Nobody sends it orders; whoever changes something rings, and it looks again.
   *   OTP's supervisor is the same as a process with a mailbox, which while it starts or stops a child
   *   hears of nothing else.
   *
   * Invariants
   *   I1 Each failure a child reports is in one of: the log because of a restart, or because the child
   *      has Restart.NEVER or was stopped for its group; the child's removal; `lost`, which is thrown.
   *
   * Cancellation
   *   The loop's task, the keepers and the bodies are all inside the block's scope. A cancel of it ends
   *   them all, so nobody is left to restart anything; what was reported and not looked at is thrown.
   */
  private final SupervisorOptions options;
  private final SupervisorLog log;
  private final SupervisorChildren children;
  private final AtomicLong restartCount = new AtomicLong(); // by the loop's task, read by anyone
  private volatile @Nullable Nursery nursery; // written once, before there are children
  private volatile @Nullable Task<?> task; // written once, before there are children

  // touched by the loop's task only
  private final RestartWindow window;
  private final List<Branch> lost = new ArrayList<>();
  private String ending = ""; // why it fails, if it does
  private boolean windingDown;
  private TrioTime nextTurn = TrioTime.NEVER;

  SupervisorLoop(SupervisorOptions options) {
    this.options = options;
    String title = "Supervisor[" + options.name() + "]";
    log = new SupervisorLog(title);
    children = new SupervisorChildren(title, options.strategy(), this);
    window = new RestartWindow(options.maxRestarts(), options.within());
  }

  // For Supervisor and the children: any task

  SupervisorChildren children() {
    return children;
  }

  void open(Nursery opened) {
    nursery = opened;
    task = opened.startSoon("supervisor", this::live);
  }

  SupervisorChild add(SupervisorChild child) {
    children.enlist(child);
    boolean started = false;
    try {
      child.open(Objects.requireNonNull(nursery));
      started = true;
    } finally {
      if (started) {
        children.admit(child);
      } else {
        children.left(child);
      }
    }
    return child;
  }

  void cancel(String reason) {
    Objects.requireNonNull(nursery).cancel(reason);
  }

  void ensureOutside(Task<?> keeper, String what) {
    Task<?> ours = task;
    Optional<Task<?>> at = Task.tryCurrent();
    while (at.isPresent()) {
      if (at.get() == keeper || at.get() == ours) {
        throw new IllegalStateException(
            what
                + ": "
                + Task.current()
                + " would wait for its own end. Return from the body to end, or have a task outside"
                + " do it.");
      }
      at = at.get().parentNursery().flatMap(Nursery::parentTask);
    }
  }

  SupervisorStatus status() {
    return new SupervisorStatus(
        options.name(), options.strategy(), restartCount.get(), children.status());
  }

  // The loop

  private void live() {
    try {
      while (!step()) {
        listen();
      }
    } catch (Throwable t) { // thrown on, or with what else has to be thrown
      lost.addAll(children.close());
      if (lost.isEmpty()) {
        throw t;
      }
      if (!(t instanceof Cancelled)) {
        lost.add(ofLoop(t));
      }
      because("was cancelled");
    }
    lost.addAll(children.close());
    if (!lost.isEmpty()) { // the keepers and the body are cancelled by that
      throw new SupervisorFailure(children.title() + " " + ending, lost);
    }
    if (children.isStopping()) {
      cancel(children.stopReason());
    }
  }

  /// Does what is due.
  ///
  /// @return whether the supervisor is done
  private boolean step() {
    for (var child = children.nextEnd(); child != null; child = children.nextEnd()) {
      lookAtEnd(child);
    }
    for (CancelScope scope : children.stopWhatMust(windingDown)) {
      scope.cancel("stopped by " + children.title());
    }
    nextTurn = children.startNext(Trio.currentTime());
    return children.isOver();
  }

  private void listen() {
    if (windingDown) {
      listenUntilTurn();
    } else {
      CancelScope.untilShutdown(this::listenUntilTurn);
      windingDown = CancelScope.isShuttingDown();
    }
  }

  private void listenUntilTurn() {
    CancelScope.moveOnAt(nextTurn, () -> children.listen());
  }

  /// A child's body has ended: the table of [Supervisor], from its last row to its first.
  private void lookAtEnd(SupervisorChild child) {
    boolean wasStopped =
        children.look(() -> child.state() == State.STOPPING || child.isWithGroup());
    Branch failure = children.<@Nullable Branch>look(child::takeEnd);
    if (failure != null && isFatal(failure)) {
      children.forget(child);
      giveUp("ended by a fatal failure of " + child.name(), List.of(failure));
    } else if (children.look(child::isRemoving)) {
      removed(child, failure);
    } else if (children.look(child::isDismissed)) {
      done(child, failure, "failed as its keeper was cancelled");
    } else if (isEnding()) {
      done(child, failure, "failed while " + children.title() + " ended");
    } else if (wasStopped) {
      stoppedForGroup(child, failure);
    } else if (isToBeRestarted(child, failure)) {
      restart(child, failure);
    } else {
      done(child, failure, "failed");
    }
  }

  /// Whether nothing is restarted any more, for whatever reason.
  private boolean isEnding() {
    boolean cancelled = CancelScope.currentEffectiveDeadline().equals(TrioTime.PAST);
    return children.isStopping() || windingDown || CancelScope.isShuttingDown() || cancelled;
  }

  private static boolean isToBeRestarted(SupervisorChild child, @Nullable Branch failure) {
    return switch (child.restart()) {
      case ALWAYS -> true;
      case ON_FAILURE -> failure != null;
      case NEVER -> false;
    };
  }

  private void removed(SupervisorChild child, @Nullable Branch failure) {
    if (failure != null) {
      log.failed(child, "failed while it was being removed", failure);
      children.guarded(() -> child.failedWhileRemoved(failure));
    }
    children.forget(child);
  }

  private void done(SupervisorChild child, @Nullable Branch failure, String how) {
    if (failure != null && child.restart() == Restart.NEVER) {
      log.failed(child, how + " and is not restarted (Restart.NEVER)", failure);
    } else if (failure != null) {
      lost.add(failure);
      because("ended");
    }
    boolean hasGroup = options.strategy() != SupervisorStrategy.ONE_FOR_ONE;
    if (hasGroup && child.restart() == Restart.ON_FAILURE && !isEnding()) {
      children.keepForItsGroup(child);
    } else {
      children.forget(child);
    }
  }

  private void stoppedForGroup(SupervisorChild child, @Nullable Branch failure) {
    if (failure != null) {
      log.failed(child, "failed while it was being stopped", failure);
    }
    if (child.restart() == Restart.NEVER) {
      children.forget(child);
    } else {
      children.stoppedForGroup(child);
    }
  }

  private void restart(SupervisorChild child, @Nullable Branch failure) {
    TrioTime now = Trio.currentTime();
    Branch why = failure == null ? returned(child) : failure;
    if (!window.add(now, why)) {
      children.forget(child);
      giveUp(
          "gave up, as "
              + child.name()
              + " would have needed restart "
              + window.count()
              + " within "
              + options.within()
              + " and at most "
              + options.maxRestarts()
              + " are allowed",
          window.failures());
      return;
    }
    children.guarded(() -> child.countInARow(now, options.within()));
    Duration wait = backoff(child, why);
    if (wait != null) {
      restartCount.incrementAndGet();
      log.restarts(child, failure, wait);
      children.scheduleRestart(child, now.plus(wait), "after " + SupervisorLog.textOf(why));
    }
  }

  private static Branch returned(SupervisorChild child) {
    Throwable why =
        new IllegalStateException(
            child
                + " returned, again and again, and Restart.ALWAYS has it started each time. Use"
                + " Restart.ON_FAILURE for a child that may return.");
    return new Branch(why, child.path(), "");
  }

  /// Null if that has failed, which ends the supervisor.
  private @Nullable Duration backoff(SupervisorChild child, Branch why) {
    int inARow = children.look(child::inARow);
    try {
      Duration wait = Objects.requireNonNull(options.backoff().apply(inARow), "backoff");
      if (wait.isNegative()) {
        throw new IllegalArgumentException(
            "backoff must not be negative: " + wait + " for restart " + inARow + " in a row");
      }
      return wait;
    } catch (Throwable t) { // thrown with the failure that was to be restarted
      children.forget(child);
      giveUp("ended as its back-off failed", List.of(why, ofLoop(t)));
      return null;
    }
  }

  private boolean isFatal(Branch failure) {
    try {
      return options.fatal().test(failure.error());
    } catch (Throwable t) { // thrown with the failure it was asked about
      lost.add(ofLoop(t));
      return true;
    }
  }

  private static Branch ofLoop(Throwable error) {
    return new Branch(error, Task.current().path(), "");
  }

  private void giveUp(String why, List<Branch> failures) {
    lost.addAll(failures);
    because(why);
    log.gaveUp(why, failures.getLast());
    children.stop(why);
  }

  private void because(String why) {
    ending = ending.isEmpty() ? why : ending;
  }

  /// Also what dumps show that its task waits for.
  @Override
  public String toString() {
    return "Supervisor["
        + options.name()
        + ", "
        + children.count()
        + " children, "
        + restartCount
        + " restarts]";
  }
}
