package io.trio4j.internal.cancel;

import io.trio4j.CancelReason;
import io.trio4j.CancelSource;
import io.trio4j.TrioTime;
import java.util.ArrayDeque;

/// Puts deadlines of scopes into the timer and takes them out again.
///
/// A scope's own lock (its monitor, held for a few instructions) orders arming, re-arming and exit;
/// it comes after the tree lock and before the timer's. An entry may lie in the timer although the
/// deadline has moved to a later time: on expiry it is armed again, so moving a deadline away,
/// which idle time-outs do all the time, is one write.
public final class Deadlines {
  /// `-Dtrio4j.deadlines=off`: a debugger that stops the program should not fire deadlines.
  private static final boolean OFF = "off".equals(System.getProperty("trio4j.deadlines"));

  /// Until an expiry that failed for want of memory is tried again.
  private static final long RETRY_NANOS = 1_000_000;

  private Deadlines() {}

  /// The first checkpoint under new deadlines: arms each, once for all tasks below it.
  static void armAll(TaskNode task, ScopeNode from) {
    boolean watched = false;
    ScopeNode end = from;
    for (; end != null && (end.state() & ScopeNode.UNARMED) != 0; end = end.parent) {
      watched |= end instanceof WatchedScope;
      if (end instanceof ScopeControls scope && (scope.state() & ScopeNode.OWN_UNARMED) != 0) {
        claim(task, scope);
      }
    }
    if (task.time().polled()) {
      poll(task, from); // and the bits stay: a virtual clock is compared at each checkpoint
      return;
    }
    if (watched) {
      return; // likewise: it wants to know of each
    }
    // only now: a node without UNARMED has nothing unclaimed above it
    for (ScopeNode at = from; at != end && at != null; at = at.parent) {
      at.clearBits(ScopeNode.UNARMED);
    }
  }

  /// For tasks that block in Java code and come to no checkpoint: arms what is new in `root` and in
  /// everything below it. By anyone, under no lock; it misses no scope that was entered before the
  /// call and is not being left or moved to another nursery.
  public static void armBelow(TaskNode root) {
    ArrayDeque<TaskNode> work = new ArrayDeque<>();
    for (TaskNode task = root; task != null; task = work.poll()) {
      for (ScopeNode at = task.innermost(); at != null && at != task; at = at.parent) {
        if (at instanceof ScopeControls scope
            && (scope.state() & ScopeNode.OWN_UNARMED) != 0
            && !task.time().polled()) {
          claimForAnother(task, scope);
        }
        if (at instanceof NurseryNode nursery) {
          nursery.children().forEach(work::add);
        }
      }
    }
  }

  private static void claimForAnother(TaskNode task, ScopeControls scope) {
    ScopeTimer fresh = new ScopeTimer(scope, scope.nextExpiryNanos()); // before: may throw
    scope.noteTimed(); // before the claim: the owner, who finds it gone, then looks for a timer
    if ((scope.clearBits(ScopeNode.OWN_UNARMED) & ScopeNode.OWN_UNARMED) != 0) {
      arm(task, scope, fresh, true);
    }
  }

  /// A virtual clock that jumps is past several deadlines at once, and their expiry is delivered
  /// one by one: a checkpoint must not slip through between two of them.
  private static void poll(TaskNode task, ScopeNode from) {
    long now = task.time().now();
    for (ScopeNode at = from; at != null && !OFF; at = at.parent) {
      if (at instanceof ScopeControls scope
          && scope.nextExpiryNanos() <= now
          && !from.isEffective()) {
        cancelExpired(scope); // also if another task is at it: under the lock its walk is over
      }
      if ((at.state() & ScopeNode.SHIELD) != 0) {
        return;
      }
    }
  }

  private static void claim(TaskNode task, ScopeControls scope) {
    ScopeTimer fresh = new ScopeTimer(scope, scope.nextExpiryNanos()); // before: may throw
    if ((scope.clearBits(ScopeNode.OWN_UNARMED) & ScopeNode.OWN_UNARMED) != 0) {
      arm(task, scope, fresh, scope.isShared());
    }
  }

  /// With the claim. Not `exclusive` is its task, or one below it: the scope is not left meanwhile.
  private static void arm(TaskNode task, ScopeControls scope, ScopeTimer fresh, boolean exclusive) {
    if (OFF) {
      return;
    }
    boolean done = false;
    try {
      if (scope.nextExpiryNanos() <= task.time().now()) {
        cancelExpired(scope);
      } else if (exclusive) {
        armExclusively(task, scope, fresh);
      } else {
        scope.timer = fresh;
        task.time().timer().arm(fresh);
      }
      done = true;
    } finally {
      if (!done) {
        retrySoon(task, scope, fresh);
      }
    }
  }

  private static void armExclusively(TaskNode task, ScopeControls scope, ScopeTimer fresh) {
    synchronized (scope) {
      if (scope.timer == null
          && !scope.isExited()
          && scope.nextExpiryNanos() == fresh.deadlineNanos()) {
        scope.timer = fresh;
        task.time().timer().arm(fresh);
      } else {
        armLocked(task, scope);
      }
    }
  }

  /// Out of memory, most likely: the deadline would be lost with what was thrown.
  private static void retrySoon(TaskNode owner, ScopeControls scope, ScopeTimer idle) {
    synchronized (scope) {
      if (scope.timer == null && !scope.isExited()) {
        idle.setDeadlineNanos(owner.time().now() + RETRY_NANOS);
        scope.timer = idle;
        owner.time().timer().arm(idle);
      }
    }
  }

  /// Under the scope's monitor: makes sure the timer knows a time no later than the next expiry.
  private static void armLocked(TaskNode task, ScopeControls scope) {
    long next = scope.nextExpiryNanos();
    ScopeTimer armed = scope.timer;
    if (next == Long.MAX_VALUE || scope.isExited() || OFF) {
      return;
    }
    if (armed != null) {
      boolean early = armed.deadlineNanos() < next && !task.time().polled(); // found on expiry
      if (early || armed.deadlineNanos() == next) {
        return;
      }
    }
    ScopeTimer fresh = new ScopeTimer(scope, next); // before the old one is out: may throw
    if (armed != null) {
      task.time().timer().disarm(armed);
    }
    scope.timer = fresh;
    task.time().timer().arm(fresh);
  }

  /// The deadline or the end of grace of an entered scope has been changed.
  static void moved(TaskNode owner, ScopeControls scope) {
    if ((scope.state() & ScopeNode.OWN_UNARMED) != 0) {
      if (!owner.isCurrent()) {
        claimForAnother(owner, scope); // it may block in foreign code, and never come to one
      }
      return; // the first checkpoint arms it
    }
    if (scope.nextExpiryNanos() <= owner.time().now()) {
      cancelExpired(scope);
      return;
    }
    synchronized (scope) {
      armLocked(owner, scope);
    }
  }

  /// A scope that is not shared has been left. Its timer was set by this task, or by one below it
  /// that has ended, and by nobody else; one that has come due meanwhile finds the scope exited.
  static void disarmOwn(TaskNode owner, ScopeControls scope) {
    ScopeTimer armed = scope.timer;
    if (armed != null) {
      scope.timer = null;
      owner.time().timer().disarm(armed);
    }
  }

  /// A shared scope has been left.
  static void disarm(TaskNode owner, ScopeControls scope) {
    ScopeTimer armed;
    synchronized (scope) {
      armed = scope.timer;
      scope.timer = null;
    }
    if (armed != null) {
      owner.time().timer().disarm(armed);
    }
  }

  /// Called by the timer's delivery.
  static void expired(ScopeControls scope, ScopeTimer node) {
    TaskNode owner = scope.owner();
    if (owner == null) {
      return;
    }
    synchronized (scope) {
      if (scope.timer != node) {
        return; // left or re-armed meanwhile
      }
      scope.timer = null;
    }
    boolean done = false;
    try {
      if (scope.nextExpiryNanos() <= owner.time().now()) {
        cancelExpired(scope);
      } else {
        synchronized (scope) {
          armLocked(owner, scope);
        }
      }
      done = true;
    } finally {
      if (!done) {
        retrySoon(owner, scope, node);
      }
    }
  }

  /// Cancels a scope whose deadline or grace is over, unless it has moved or been left.
  static void cancelExpired(ScopeControls scope) {
    TaskNode owner = scope.owner();
    if (owner == null) {
      return;
    }
    owner
        .tree()
        .change(
            scope,
            deliveries -> {
              long now = owner.time().now();
              if (scope.isExited() || scope.nextExpiryNanos() > now) {
                return;
              }
              owner.tree().cancelLocked(scope, expiryReason(scope, now), deliveries);
            });
  }

  static CancelReason expiryReason(ScopeControls scope, long now) {
    SoftCancel soft = scope.soft();
    if (soft != null && soft.hardNanos() <= scope.deadlineNanos()) {
      return soft.reason();
    }
    return new CancelReason(CancelSource.DEADLINE, "", "", scope.title(), new TrioTime(now));
  }
}
