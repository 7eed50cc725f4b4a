package io.trio4j.internal.cancel;

import io.trio4j.CancelReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Orders everything that changes who is cancelled in one run: cancels, expiries, shields,
/// deadlines and re-parenting.
public final class CancelTree {
  /*
   * Idea
   *   Trio's cancel statuses, made safe for parallel tasks: each node caches whether it is effectively
   *   cancelled (EFFECTIVE), so that a checkpoint reads one word. A change recomputes the bit from the
   *   changed node downwards. We differ in that entering and leaving scopes and starting children
   *   take no lock: the tree below a node is found by walking from the tasks, whose chains of scopes
   *   only they change.
   *
   * Invariants
   *   I1 Whoever publishes a node below P (pushes a scope, lists a child) reads P's state again
   *      afterwards and recomputes the node under the lock if it differs. Whoever changes P sets the
   *      state first, walks down afterwards, and reads a task's innermost scope once more after it has
   *      set the states of its chain. So one of the two sees the other. The state explorer in
   *      stress/ (canceltree) checks this, access by access; without the second read a cancel is lost.
   *   I2 A wait is published before its task reads the scope's state; a canceller sets the state before
   *      it looks for the wait. So a wait in a cancelled scope is taken by one of the two.
   *   I3 A wait is taken under this lock only if the scope it began in is EFFECTIVE at that moment;
   *      nothing else than its one CAS is the delivery.
   *
   * Locks
   *   `lock` protects EFFECTIVE, SHUTDOWN, CANCELLED, SHIELD, SOFT, reason, parent of roots and the
   *   deadlines of published scopes. Under it: timers (their own lock, last in the order). Never under
   *   it: abort functions, unpark, user code.
   *
   * Liveness
   *   A walk touches each task below the changed node once; tasks listed meanwhile help themselves (I1).
   *   One that is cut short by an OutOfMemoryError or a StackOverflowError, in here or in what it
   *   delivers, is made whole by the next change, or by a thread with a stack of its own a few
   *   milliseconds later, whichever comes first: see Arrears. Without that a node would be CANCELLED for
   *   ever and what is below it never EFFECTIVE.
   */
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable ScopeNode unfinished; // guarded by lock; below it bits may not be true
  private final Arrears arrears = new Arrears(this);

  public CancelTree() {}

  /// Runs `change` under the lock and delivers what it caused after it.
  ///
  /// @param top the node whose bits are changed
  public void change(ScopeNode top, Consumer<Deliveries> change) {
    Arrears.ensureStack();
    Deliveries deliveries = new Deliveries();
    boolean whole = false;
    try {
      lock.lock();
      try {
        finishLocked(deliveries);
        unfinished = top;
        change.accept(deliveries);
        unfinished = null;
      } finally {
        lock.unlock();
      }
      deliveries.run();
      whole = true;
    } finally {
      if (!whole) {
        arrears.add(deliveries);
      }
    }
  }

  /// Does what an earlier change was not able to do.
  void complete(Deliveries deliveries) {
    lock.lock();
    try {
      finishLocked(deliveries);
    } finally {
      lock.unlock();
    }
    deliveries.run();
  }

  private void finishLocked(Deliveries deliveries) {
    ScopeNode top = unfinished;
    if (top != null) {
      refresh(top, deliveries, true);
      unfinished = null;
    }
  }

  /// Runs `look` under the lock.
  public <T extends @Nullable Object> T decide(Supplier<T> look) {
    lock.lock();
    try {
      return look.get();
    } finally {
      lock.unlock();
    }
  }

  /// Cancels a node. The first reason stays.
  public void cancel(ScopeNode node, CancelReason reason) {
    // no look at CANCELLED before the lock: a second caller must not return before the first has
    // told all
    change(node, deliveries -> cancelLocked(node, reason, deliveries));
  }

  /// Under the lock: cancels a node.
  void cancelLocked(ScopeNode node, CancelReason reason, Deliveries deliveries) {
    if ((node.state() & ScopeNode.CANCELLED) != 0) {
      return;
    }
    node.reason = reason;
    node.setBits(ScopeNode.CANCELLED);
    refreshLocked(node, deliveries);
  }

  /// Under the lock: makes the inherited bits of `node` and of everything below it true again.
  public void refreshLocked(ScopeNode node, Deliveries deliveries) {
    refresh(node, deliveries, false);
  }

  /// @param all also below nodes that are right already: an earlier walk may have ended there
  private void refresh(ScopeNode node, Deliveries deliveries, boolean all) {
    TaskNode owner = node.owner();
    if (owner == null) {
      recompute(node); // not entered: nothing is below it
      return;
    }
    ArrayDeque<TaskNode> work = new ArrayDeque<>();
    List<ScopeNode> chain = new ArrayList<>();
    refreshChain(owner, node, chain, work, deliveries, all);
    for (TaskNode task = work.poll(); task != null; task = work.poll()) {
      refreshChain(task, task, chain, work, deliveries, all);
    }
  }

  private void refreshChain(
      TaskNode task,
      ScopeNode top,
      List<ScopeNode> chain,
      ArrayDeque<TaskNode> work,
      Deliveries deliveries,
      boolean all) {
    boolean changed = all;
    ScopeNode innermost;
    do { // a scope pushed after we read `current` may have seen the states as they were (I1)
      innermost = task.innermost();
      if (!collect(task, innermost, top, chain)) {
        recompute(top); // `top` was left meanwhile: it concerns nobody
        return;
      }
      changed |= recomputeChain(chain, work, all);
    } while (task.innermost() != innermost);
    if (changed || innermost.isEffective()) {
      deliver(task, deliveries);
    }
  }

  /// Collects the chain from `innermost` out to `top`; false if `top` is not on it.
  private static boolean collect(
      TaskNode task, ScopeNode innermost, ScopeNode top, List<ScopeNode> chain) {
    chain.clear();
    for (ScopeNode at = innermost; at != top; at = at.parent) {
      chain.add(at);
      if (at == task || at.parent == null) {
        return false;
      }
    }
    chain.add(top);
    return true;
  }

  private static boolean recomputeChain(
      List<ScopeNode> chain, ArrayDeque<TaskNode> work, boolean all) {
    boolean changed = false;
    for (int i = chain.size() - 1; i >= 0; i--) {
      ScopeNode node = chain.get(i);
      boolean nodeChanged = recompute(node);
      changed |= nodeChanged;
      if ((nodeChanged || all) && node instanceof NurseryNode nursery) {
        nursery.children().forEach(work::add);
      }
    }
    return changed;
  }

  private static void deliver(TaskNode task, Deliveries deliveries) {
    CancellableWait wait = task.currentWait();
    if (wait != null && wait.scope().isEffective() && deliveries.tryTake(wait)) {
      return;
    }
    if (task.innermost().isEffective()) {
      deliveries.addOutside(task); // also after a wait that is over: what follows it may block
    }
  }

  /// Returns whether a bit changed.
  private static boolean recompute(ScopeNode node) {
    int defined = node.definedBits();
    if (node instanceof ScopeControls scope
        && scope.endsOnShutdown()
        && (defined & ScopeNode.SHUTDOWN) != 0
        && (node.state() & ScopeNode.CANCELLED) == 0) {
      node.reason = scope.shutdownReason();
      node.setBits(ScopeNode.CANCELLED);
      defined |= ScopeNode.EFFECTIVE;
    }
    int had = node.state() & ScopeNode.INHERITED;
    if (had == defined) {
      return false;
    }
    node.setBits(defined & ~had);
    node.clearBits(had & ~defined);
    return true;
  }

  /// Must be called by whoever has published `node` below a parent whose state it had read before.
  public void settle(ScopeNode node) {
    int defined = node.definedBits();
    boolean ends =
        node instanceof ScopeControls scope
            && scope.endsOnShutdown()
            && (defined & ScopeNode.SHUTDOWN) != 0;
    if (ends || defined != (node.state() & ScopeNode.INHERITED)) {
      change(node, deliveries -> refreshLocked(node, deliveries));
    }
  }

  /// Moves the root of a started task, with everything below it, under another node.
  ///
  /// @param claim under the lock, given whether the place it is in now is cancelled: whether to
  ///   move, with everything else that has to change along
  public void reparent(TaskNode root, ScopeNode newParent, Predicate<Boolean> claim) {
    // before the lock, for it may cancel: nothing below the root would ever arm what is above it
    // now
    Deadlines.armAll(root, newParent);
    change(root, deliveries -> moveLocked(root, newParent, claim, deliveries));
  }

  private void moveLocked(
      TaskNode root, ScopeNode newParent, Predicate<Boolean> claim, Deliveries deliveries) {
    ScopeNode old = root.parent;
    if (claim.test(old != null && old.isEffective())) {
      root.parent = newParent;
      refreshLocked(root, deliveries);
    }
  }
}
