package io.trio4j.internal.run;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The children of a nursery: a lock-free list that forgets those that have ended.
final class ChildList implements Iterable<RunTask<?>> {
  /*
   * Idea
   *   A Treiber stack of the tasks themselves. Ended ones are taken out by sweeps, one at a time, when
   *   enough have ended to pay for a walk: that keeps starting and ending free of a shared lock.
   *
   * Invariants
   *   I1 A task that was listed before a walk begins and has not ended when the walk passes is visited.
   *   I2 A task taken out links to itself: it keeps no other task alive, and a walk that stands on it
   *      begins anew.
   *   I3 As many ended tasks as living ones are kept, plus a constant, up to the races of the counts,
   *      which the next sweep mends. So a sweep costs each ended task at most three steps.
   *
   * Ordering
   *   head     | volatile | CAS by starters; by the sweeper when it takes the first out
   *   sibling  | volatile | before the CAS that lists the task; then by the sweeper only
   */
  static final int SWEEP_AT_LEAST = 256; // smaller: sweeps for nurseries that end soon anyway
  // the same where the ended have results, which may be large; larger: a server of few tasks keeps
  // so many of them
  static final int SWEEP_RESULTS_AT_LEAST = 16;
  private static final VarHandle HEAD;
  private static final VarHandle SWEEPING;

  static {
    try {
      var lookup = MethodHandles.lookup();
      HEAD = lookup.findVarHandle(ChildList.class, "head", RunTask.class);
      SWEEPING = lookup.findVarHandle(ChildList.class, "sweeping", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile @Nullable RunTask<?> head;

  @SuppressWarnings("UnusedVariable") // through SWEEPING
  private volatile boolean sweeping;

  void add(RunTask<?> task) {
    RunTask<?> first;
    do {
      first = head;
      task.setSibling(first);
    } while (!HEAD.compareAndSet(this, first, task));
  }

  /// Takes out those that have ended, unless somebody is at it.
  void trySweep(Tally tally) {
    if (SWEEPING.compareAndSet(this, false, true)) {
      try {
        tally.ended = 0;
        sweep();
      } finally {
        sweeping = false;
      }
    }
  }

  private void sweep() {
    RunTask<?> before = null;
    RunTask<?> at = head;
    while (at != null) {
      RunTask<?> next = at.sibling();
      if (!at.isDone()) {
        before = at;
      } else if (before == null) {
        before = unlinkFirst(at, next);
      } else {
        before.setSibling(next);
        at.setSibling(at);
      }
      at = next;
    }
  }

  /// Takes out the first of the list; if others were listed before it, the one just before it is
  /// the place to go on from.
  private @Nullable RunTask<?> unlinkFirst(RunTask<?> task, @Nullable RunTask<?> next) {
    RunTask<?> before = null;
    if (!HEAD.compareAndSet(this, task, next)) {
      before = head;
      while (before != null && before.sibling() != task) {
        before = before.sibling();
      }
      if (before == null) {
        throw new IllegalStateException("unreachable: " + task + " left its list by itself");
      }
      before.setSibling(next);
    }
    task.setSibling(task);
    return before;
  }

  /// The living, newest first. Weakly consistent; may visit one twice.
  @Override
  public Iterator<RunTask<?>> iterator() {
    return living().iterator();
  }

  List<RunTask<?>> living() {
    List<RunTask<?>> found = new ArrayList<>();
    RunTask<?> at = head;
    while (at != null) {
      if (!at.isDone()) {
        found.add(at);
      }
      RunTask<?> next = at.sibling();
      if (next == at) { // taken out under our feet: begin anew
        found.clear();
        next = head;
      }
      at = next;
    }
    return found;
  }
}
