package io.trio4j.lowlevelproof;

import io.trio4j.Action;
import io.trio4j.BrokenResourceException;
import io.trio4j.Cancelled;
import io.trio4j.RunFinishedException;
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
   *   instructions. Waits are completed and failed under no lock.
   *
   * Cancellation
   *   An abort takes its token out of the queue. It either comes before the claim of a hand-over, which
   *   then goes to the next, or `acquire` returns with the lock held.
   *
   * Liveness
   *   The owner is a breaker of `owners`, which breaks when it ends without releasing. A queued task
   *   can't wait there too, so a system task does while anybody queues, and fails the queue. It looks at
   *   the queue before it parks; a release that empties the queue wakes it. If that wake comes between
   *   look and park the watcher stays until the queue is empty once more: one task, no error.
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

  /// Takes the lock, waiting in order of arrival until it is free.
  ///
  /// @checkpoint always, also when the lock is free
  /// @oncancel the lock is not held
  /// @throws IllegalStateException if the current task holds it already
  /// @throws BrokenResourceException if a holder ended without releasing it, before or meanwhile
  void acquire() {
    Checkpoints.checkpointIfCancelled();
    WaitToken<@Nullable Void> token = WaitToken.create(this);
    if (takeOrQueue(token)) {
      owners.addBreaker(token.task());
      Checkpoints.schedulePoint();
    } else {
      token.park(() -> forget(token));
      owners.addBreaker(token.task()); // none of the user's code has run since the hand-over
    }
  }

  /// Takes the lock if it is free.
  ///
  /// @return whether it is held now
  /// @checkpoint never
  boolean tryAcquire() {
    Task<?> me = Task.current();
    guard.lock();
    try {
      ensureTakeable(me);
      if (owner != null) {
        return false;
      }
      owner = me;
    } finally {
      guard.unlock();
    }
    owners.addBreaker(me);
    return true;
  }

  private boolean takeOrQueue(WaitToken<@Nullable Void> token) {
    boolean unwatched;
    guard.lock();
    try {
      ensureTakeable(token.task());
      if (owner == null) {
        owner = token.task();
        return true;
      }
      queue.add(token);
      unwatched = !watched;
      watched = true;
    } finally {
      guard.unlock();
    }
    if (unwatched) {
      startWatcher(token);
    }
    return false;
  }

  private void ensureTakeable(Task<?> me) {
    if (!owners.brokenBy().isEmpty()) {
      throw new BrokenResourceException(this + " was not released by " + owners.brokenBy() + ".");
    }
    if (owner == me) {
      throw new IllegalStateException(
          this + " is already held by this task. It is not re-entrant: release it first.");
    }
  }

  private void startWatcher(WaitToken<@Nullable Void> token) {
    try {
      SystemTasks.start("watcher of " + this, this::watch);
    } catch (RunFinishedException e) {
      setUnwatched();
      if (token.tryFail(e)) { // thrown by park; if not, the token has just been given the lock
        forget(token);
      }
    }
  }

  private void watch() {
    try {
      while (somebodyQueues()) {
        owners.park();
      }
    } catch (BrokenResourceException broken) {
      failAll(broken);
    } catch (Cancelled runEnds) {
      setUnwatched();
      throw runEnds;
    }
  }

  private boolean somebodyQueues() {
    guard.lock();
    try {
      watched = !queue.isEmpty();
      return watched;
    } finally {
      guard.unlock();
    }
  }

  private void setUnwatched() {
    guard.lock();
    try {
      watched = false;
    } finally {
      guard.unlock();
    }
  }

  private void failAll(BrokenResourceException broken) {
    List<WaitToken<@Nullable Void>> all;
    guard.lock();
    try {
      all = new ArrayList<>(queue);
      queue.clear();
      watched = false;
    } finally {
      guard.unlock();
    }
    all.forEach(token -> token.tryFail(broken));
  }

  private void forget(WaitToken<@Nullable Void> token) {
    guard.lock();
    try {
      queue.remove(token);
    } finally {
      guard.unlock();
    }
    dismissWatcher();
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
    WaitToken<@Nullable Void> next;
    guard.lock();
    try {
      next = claimNext();
      owner = next == null ? null : next.task();
    } finally {
      guard.unlock();
    }
    if (next != null) {
      next.complete(null);
    }
    dismissWatcher();
  }

  private @Nullable WaitToken<@Nullable Void> claimNext() {
    while (!queue.isEmpty()) {
      WaitToken<@Nullable Void> first = queue.removeFirst();
      if (first.tryClaim()) {
        return first;
      }
    }
    return null;
  }

  private void dismissWatcher() {
    if (waitingCount() == 0) {
      owners.unpark(1);
    }
  }

  /// Runs `body` with the lock held.
  ///
  /// @param <X> what the body throws
  /// @param body what to run
  /// @throws X whatever the body throws
  /// @checkpoint always, before the body
  /// @oncancel the body did not run
  <X extends Throwable> void hold(Action<X> body) throws X {
    acquire();
    try {
      body.run();
    } finally {
      release();
    }
  }

  int waitingCount() {
    guard.lock();
    try {
      return queue.size();
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
