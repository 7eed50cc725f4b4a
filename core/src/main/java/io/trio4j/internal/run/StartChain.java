package io.trio4j.internal.run;

import org.jspecify.annotations.Nullable;

/// Starts the children of a nursery one by the other, which keeps starts on one core.
final class StartChain {
  /*
   * Idea
   *   An MCS queue: each child carries a link to the one listed after it, and starts that one's
   *   thread as it begins. The starter only links. We measured 96-100 ns a child against 114-142 for
   *   starting every thread from the parent (performance page, "what the measurements taught").
   *   The order is that of the nursery's list of children, so the queue needs no tail of its own.
   *
   * States (of a child's `link`)
   *   null -> next    // by whoever starts `next`: the child will start its thread
   *   null -> BEGUN   // by the child: whoever starts next must start that thread itself
   *   next -> BEGUN   // by the child, once it has taken `next`; or by the one that starts the child, who
   *                   // then starts `next` too
   *
   * Invariants
   *   I1 A queued child has a child before it whose thread was started and has not begun, or is about
   *      to be started, however others block: the chain's first is always started by its starter.
   *   I2 Each thread is started exactly once: by the CAS on its predecessor's link. At most one child
   *      has a given predecessor (ChildList I2).
   *
   * Liveness
   *   A thread that can't be started fails its task, and the next is tried: nobody is left behind.
   */
  /// How many a child starts. One: there is never more than one to run, and idle cores take it from
  /// each other (W1 with 1,000 children: a quarter slower). Many: the child itself is late.
  private static final int AT_ONCE = 16;

  private StartChain() {}

  /// Has `child` started, after `before` if that has not begun.
  static void add(RunTask<?> child, @Nullable RunTask<?> before) {
    if (before == null || !queue(child, before)) {
      try {
        child.thread().start();
      } catch (StackOverflowError e) { // of the starter, who takes the start back
        throw e;
      } catch (Throwable t) { // becomes the failure of the child that could not begin
        startAll(failed(child, t));
      }
    }
  }

  private static boolean queue(RunTask<?> child, RunTask<?> before) {
    return before.casLink(null, child)
        && (!before.isDone() || !before.casLink(child, RunTask.BEGUN)); // done: its start failed
  }

  /// `task` begins: starts the next one, and those already queued behind it, in its stead.
  static void begun(RunTask<?> task) {
    Object next = task.swapLink(RunTask.BEGUN);
    for (int left = AT_ONCE; next instanceof RunTask<?> child; left--) {
      boolean last = left == 1 || child.link == null;
      next = last ? null : child.swapLink(RunTask.BEGUN);
      startAll(child);
    }
  }

  /// `child` was counted, but can't be handed to the scheduler.
  static void fail(RunTask<?> child, Throwable error) {
    startAll(end(child, error));
  }

  /// The start of `child` did not take place: whoever queued behind it meanwhile is started.
  ///
  /// Either we see the other's link, or the other sees that `child` is over, see [#queue].
  static void takeBack(RunTask<?> child) {
    if (child.link instanceof RunTask<?> behind && child.casLink(behind, RunTask.BEGUN)) {
      startAll(behind);
    }
  }

  private static void startAll(@Nullable RunTask<?> first) {
    RunTask<?> child = first;
    while (child != null) {
      try {
        child.thread().start();
        return;
      } catch (Throwable t) { // becomes the failure of the child that could not begin
        child = failed(child, t);
      }
    }
  }

  /// Returns the one queued after it.
  private static @Nullable RunTask<?> failed(RunTask<?> child, Throwable error) {
    RunTask<?> next = end(child, error);
    child.inRun().scheduler().neverBegan();
    return next;
  }

  private static @Nullable RunTask<?> end(RunTask<?> child, Throwable error) {
    Object next = child.swapLink(RunTask.BEGUN); // first: its end uses the link for something else
    child.failedToStart(error);
    return next instanceof RunTask<?> following ? following : null;
  }
}
