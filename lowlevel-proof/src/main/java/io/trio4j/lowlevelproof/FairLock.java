package io.trio4j.lowlevelproof;

import io.trio4j.BrokenResourceException;
import io.trio4j.Task;
import io.trio4j.lowlevel.Checkpoints;
import io.trio4j.lowlevel.ParkingLot;
import io.trio4j.lowlevel.SystemTasks;
import io.trio4j.lowlevel.WaitSubject;
import io.trio4j.lowlevel.WaitToken;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A lock that goes from its holder straight to whoever has waited longest.
///
/// @threadsafety any task; what a holder did happens-before what the next one does
final class FairLock implements WaitSubject {
  /*
   * Idea
   *   Trio's Lock: a release hands over instead of setting free, so nobody barges in. We differ in that
   *   tasks run in parallel: the state has a guard, and who waits stands in a queue of ours, not in a
   *   ParkingLot (see Rejected).
   *
   * Invariants
   *   I1 While somebody queues the lock has an owner, unless it is broken.
   *   I2 The next owner's token is claimed under the guard, in the step that makes it the owner: a
   *      cancel that came first is passed over, one that comes later finds the wait ended.
   *
   * Locks
   *   `guard` protects owner, queue, watched. Under it only tryClaim, which may spin for a few
   *   instructions. Waits end under no lock.
   *
   * Cancellation
   *   An abort takes its token out of the queue. It either comes before the claim of a hand-over, which
   *   then goes to the next, or `acquire` returns with the lock held.
   *
   * Liveness
   *   The owner is a breaker of `owners`, which breaks when it ends without releasing. A queued task
   *   can't wait there too, so a system task does while anybody queues, and fails the queue. It lives in
   *   the run of the first in the queue: tasks of other runs are watched only while that one lasts. If
   *   the wake that dismisses it comes between its look and its park, it stays: idle, no error.
   *
   * Rejected
   *   Waiting in a ParkingLot. Nothing makes "it is held, so I park" one step: the holder may release in
   *   between, find nobody in the lot and set the lock free, and the waiter sleeps on.
   */
  private final ReentrantLock guard = new ReentrantLock();
  private final LinkedHashSet<WaitToken<@Nullable Void>> queue = new LinkedHashSet<>(); // by guard
  private final ParkingLot owners = ParkingLot.of(this);
  private boolean watched; // guarded by guard; there is a watcher, or one will be started
  private volatile @Nullable Task<?> owner; // written under guard

  private enum Arrival {
    TOOK,
    QUEUED,
    QUEUED_UNWATCHED
  }

  /// Takes the lock, waiting in order of arrival until it is free.
  ///
  /// @checkpoint always, also when the lock is free
  /// @oncancel the lock is not held
  /// @throws IllegalStateException if the current task holds it already
  /// @throws BrokenResourceException if a holder ended without releasing it, before or meanwhile
  void acquire() {
    Checkpoints.checkpointIfCancelled();
    WaitToken<@Nullable Void> token = WaitToken.create(this);
    Arrival arrival = guarded(() -> arrive(token));
    if (arrival == Arrival.QUEUED_UNWATCHED) {
      startWatcher(token);
    }
    if (arrival == Arrival.TOOK) {
      Checkpoints.schedulePoint();
    } else {
      token.park(() -> forget(token));
    }
    owners.addBreaker(token.task()); // none of the user's code has run since it became the owner
  }

  private Arrival arrive(WaitToken<@Nullable Void> token) {
    if (take(token.task())) {
      return Arrival.TOOK;
    }
    queue.add(token);
    Arrival arrival = watched ? Arrival.QUEUED : Arrival.QUEUED_UNWATCHED;
    watched = true;
    return arrival;
  }

  /// Takes the lock if it is free.
  ///
  /// @return whether it is held now
  /// @checkpoint never
  boolean tryAcquire() {
    Task<?> me = Task.current();
    if (!guarded(() -> take(me))) {
      return false;
    }
    owners.addBreaker(me);
    return true;
  }

  private boolean take(Task<?> me) {
    if (!owners.brokenBy().isEmpty()) {
      throw new BrokenResourceException(this + " was not released by " + owners.brokenBy() + ".");
    }
    if (owner == me) {
      throw new IllegalStateException(
          this + " is already held by this task. It is not re-entrant: release it first.");
    }
    if (owner != null) {
      return false;
    }
    owner = me;
    return true;
  }

  private void startWatcher(WaitToken<@Nullable Void> token) {
    try {
      SystemTasks.start("watcher of " + this, this::watch);
    } catch (RuntimeException runHasEnded) { // thrown by park; the token may have the lock already
      token.tryFail(runHasEnded);
    }
  }

  private void watch() {
    try {
      while (guarded(() -> watched = !queue.isEmpty())) {
        owners.park();
      }
    } catch (BrokenResourceException broken) {
      List<WaitToken<@Nullable Void>> all = guarded(() -> new ArrayList<>(queue));
      all.forEach(token -> token.tryFail(broken));
    }
  }

  private void forget(WaitToken<@Nullable Void> token) {
    if (guarded(() -> queue.remove(token) && queue.isEmpty())) {
      owners.unpark(1);
    }
  }

  /// Gives the lock to the first in the queue, or sets it free.
  ///
  /// @checkpoint never
  /// @throws IllegalStateException if the current task does not hold it
  void release() {
    Task<?> me = Task.current();
    if (owner != me) {
      throw new IllegalStateException(this + " is not held by this task, " + me + ".");
    }
    owners.removeBreaker(me);
    WaitToken<@Nullable Void> next = guarded(this::claimNext);
    if (next != null) {
      next.complete(null);
      if (waitingCount() == 0) {
        owners.unpark(1);
      }
    }
  }

  private @Nullable WaitToken<@Nullable Void> claimNext() {
    owner = null;
    while (!queue.isEmpty()) {
      WaitToken<@Nullable Void> first = queue.removeFirst();
      if (first.tryClaim()) {
        owner = first.task();
        return first;
      }
    }
    return null;
  }

  int waitingCount() {
    return guarded(queue::size);
  }

  private <T extends @Nullable Object> T guarded(Supplier<T> look) {
    guard.lock();
    try {
      return look.get();
    } finally {
      guard.unlock();
    }
  }

  @Override
  public List<Task<?>> holders() {
    Task<?> holder = owner;
    return holder == null ? List.of() : List.of(holder);
  }

  @Override
  public String toString() {
    Task<?> holder = owner;
    return "FairLock[" + (holder == null ? "free" : "held by " + holder) + "]";
  }
}
