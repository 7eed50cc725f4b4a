package io.trio4j.combinators;

import io.trio4j.CancelScope;
import io.trio4j.ExceptionGroup.Branch;
import io.trio4j.TrioTime;
import io.trio4j.combinators.SupervisorStatus.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The children of a supervisor in order of start, and what was asked of it: who is next to start
/// and to stop.
final class SupervisorChildren {
  /*
   * Invariants
   *   I1 At most one child is STARTING, and none starts while children of a group are still to be stopped.
   *   I2 Of those that have to be stopped in order, the last that is alive is STOPPING and no other.
   *   I3 Once `closed`, no end is taken and no child comes.
   *
   * Locks
   *   One lock for this and the states of the children. Under it nothing of the user's is called and
   *   nothing is cancelled; a child's bell may be rung.
   */
  private final String title;
  private final SupervisorStrategy strategy;
  private final SupervisorBell bell; // of the loop's task
  private final ReentrantLock lock = new ReentrantLock();
  private final List<SupervisorChild> all = new ArrayList<>(); // guarded by lock
  private final ArrayDeque<SupervisorChild> ends = new ArrayDeque<>(); // guarded by lock
  private boolean bodyEnded; // guarded by lock
  private boolean stopAsked; // guarded by lock
  private boolean closed; // guarded by lock
  private String stopReason = ""; // guarded by lock
  private volatile int count; // written under lock

  /// @param loopSubject what dumps show that the loop's task waits for
  SupervisorChildren(String title, SupervisorStrategy strategy, Object loopSubject) {
    this.title = title;
    this.strategy = strategy;
    bell = new SupervisorBell(loopSubject);
  }

  // Any task

  <T extends @Nullable Object> T look(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  void guarded(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  void ring() {
    bell.ring();
  }

  /// Takes a child in, which does not start before it is admitted.
  void enlist(SupervisorChild child) {
    guarded(() -> {
      ensureOpen(child);
      ensureNew(child);
      all.add(child);
      count = all.size();
    });
  }

  private void ensureOpen(SupervisorChild child) {
    if (closed || stopAsked) {
      throw new IllegalStateException(
          title
              + (closed ? " has ended" : " is being stopped")
              + ": child "
              + child.name()
              + " can't be started in it. Start children before, or open another supervisor.");
    }
  }

  private void ensureNew(SupervisorChild child) {
    for (SupervisorChild other : all) {
      if (other.name().equals(child.name())) {
        throw new IllegalArgumentException(
            "name must be new: "
                + other
                + " has it. Remove that child first, or choose another name.");
      }
    }
  }

  /// There is a keeper now.
  void admit(SupervisorChild child) {
    guarded(child::admit);
    ring();
  }

  /// The keeper of `child` has ended, perhaps without having been dismissed, or there is none.
  void left(SupervisorChild child) {
    forget(child);
    ring();
  }

  void remove(SupervisorChild child) {
    guarded(child::removeSoon);
    ring();
  }

  /// The body of `child` has ended. False if the loop has ended too, and nobody will look at it.
  boolean ended(SupervisorChild child, @Nullable Branch failure) {
    boolean taken =
        look(() -> {
          if (!closed) {
            child.reportEnd(failure);
            ends.add(child);
          }
          return !closed;
        });
    ring();
    return taken;
  }

  void bodyEnded() {
    guarded(() -> bodyEnded = true);
    ring();
  }

  void stop(String reason) {
    Objects.requireNonNull(reason, "reason");
    guarded(() -> {
      stopReason = stopAsked ? stopReason : reason;
      stopAsked = true;
    });
    ring();
  }

  boolean isStopping() {
    return look(() -> stopAsked);
  }

  String stopReason() {
    return look(() -> stopReason);
  }

  List<SupervisorStatus.Child> status() {
    return look(() -> all.stream().map(SupervisorChild::status).toList());
  }

  String title() {
    return title;
  }

  int count() {
    return count;
  }

  // The loop's task

  /// Waits for news.
  void listen() {
    bell.listen();
  }

  @Nullable SupervisorChild nextEnd() {
    return this.<@Nullable SupervisorChild>look(ends::poll);
  }

  void forget(SupervisorChild child) {
    guarded(() -> {
      if (!child.isDismissed()) {
        child.dismiss();
      }
      all.remove(child);
      count = all.size();
    });
  }

  void keepForItsGroup(SupervisorChild child) {
    guarded(child::rests);
  }

  /// `child` will start again at a time, and so will those that its end affects.
  void scheduleRestart(SupervisorChild child, TrioTime at, String why) {
    guarded(() -> {
      child.waits(at, why);
      boolean alone = strategy == SupervisorStrategy.ONE_FOR_ONE;
      boolean affected = strategy == SupervisorStrategy.ALL_FOR_ONE;
      for (SupervisorChild other : all) {
        if (other == child) {
          affected = !alone;
        } else if (affected && other.isAlive()) {
          other.groupStops(at);
        } else if (affected && other.hasRun()) {
          other.waits(at, "with its group");
        }
      }
    });
  }

  /// It has ended, as its group has to.
  void stoppedForGroup(SupervisorChild child) {
    guarded(() -> child.waits(child.due(), "with its group"));
  }

  /// Forgets those that will not run again, and says which are to be cancelled now: those that are
  /// removed, and of those that go in order the last.
  ///
  /// @param windingDown whether nothing is restarted any more
  List<CancelScope> stopWhatMust(boolean windingDown) {
    List<CancelScope> toCancel = new ArrayList<>();
    guarded(() -> {
      SupervisorChild last = null;
      for (SupervisorChild child : List.copyOf(all)) {
        boolean pending = windingDown && child.hasRun() && child.state() == State.WAITING;
        if (!child.isAlive() && (stopAsked || child.isRemoving() || pending)) {
          forget(child);
        } else if (child.isAlive() && (stopAsked || child.isWithGroup())) {
          last = child;
        }
        if (child.isRemoving() && mayStop(child)) {
          toCancel.add(child.stops());
        }
      }
      if (last != null && mayStop(last)) {
        toCancel.add(last.stops());
      }
    });
    return toCancel;
  }

  private static boolean mayStop(SupervisorChild child) {
    return child.isAlive() && child.state() != State.STOPPING;
  }

  /// Starts the child whose turn it is.
  ///
  /// @return when the next turn will be, if nothing happens before
  TrioTime startNext(TrioTime now) {
    return look(() -> {
      if (stopAsked || all.stream().anyMatch(SupervisorChildren::keepsOthersFromStarting)) {
        return TrioTime.NEVER;
      }
      TrioTime next = TrioTime.NEVER;
      for (SupervisorChild child : all) {
        if (child.state() == State.WAITING) {
          if (!now.isBefore(child.due())) {
            child.begin(now);
            return TrioTime.NEVER;
          }
          next = child.due().isBefore(next) ? child.due() : next;
          if (strategy != SupervisorStrategy.ONE_FOR_ONE) {
            return next; // those after it need it
          }
        }
      }
      return next;
    });
  }

  private static boolean keepsOthersFromStarting(SupervisorChild child) {
    return child.state() == State.STARTING || (child.isWithGroup() && child.isAlive());
  }

  /// Whether nothing runs and nothing will. Decided for good: whoever comes later is refused.
  boolean isOver() {
    return look(() -> {
      closed =
          stopAsked
              ? all.isEmpty()
              : bodyEnded && all.stream().allMatch(child -> child.state() == State.ENDED);
      return closed;
    });
  }

  /// Dismisses all that are left.
  ///
  /// @return what was reported and not looked at
  List<Branch> close() {
    List<Branch> missed = new ArrayList<>();
    guarded(() -> {
      closed = true;
      List.copyOf(all).forEach(this::forget);
      for (var child = ends.poll(); child != null; child = ends.poll()) {
        Branch failure = child.takeEnd();
        if (failure != null) {
          missed.add(failure);
        }
      }
    });
    return missed;
  }
}
