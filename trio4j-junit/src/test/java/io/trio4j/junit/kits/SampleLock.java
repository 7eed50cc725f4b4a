package io.trio4j.junit.kits;

import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.lowlevel.Checkpoints;
import io.trio4j.lowlevel.WaitToken;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A lock that keeps the rules, or breaks one of them on purpose.
final class SampleLock implements TestedLock {
  /// What is wrong with it.
  enum Bug {
    NONE,
    NO_CHECKPOINT_WHEN_FREE,
    TRYING_IS_A_CHECKPOINT,
    RELEASING_IS_A_CHECKPOINT,
    TAKES_BEFORE_IT_LOOKS_FOR_A_CANCEL,
    LOOKS_FOR_A_CANCEL_AFTER_THE_WAIT,
    LAST_COME_FIRST,
    LETS_OTHERS_IN_BETWEEN,
    LETS_ALL_WAITERS_IN,
    IS_GRANTED_TO_THE_CANCELLED,
    FORGETS_ITS_WAITERS,
    IS_RELEASED_BY_ANYBODY,
    WAITS_FOR_ITSELF,
    IS_NO_LOCK
  }

  private final Bug bug;
  private final ReentrantLock guard = new ReentrantLock();
  private final Deque<WaitToken<@Nullable Void>> queue = new ArrayDeque<>(); // guarded by guard
  private @Nullable Task<?> owner; // guarded by guard

  SampleLock(Bug bug) {
    this.bug = bug;
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
  public void acquire() {
    if (bug == Bug.IS_NO_LOCK) {
      Trio.checkpoint();
      return;
    }
    boolean looks =
        bug != Bug.NO_CHECKPOINT_WHEN_FREE && bug != Bug.TAKES_BEFORE_IT_LOOKS_FOR_A_CANCEL;
    if (looks) {
      Checkpoints.checkpointIfCancelled();
    }
    WaitToken<@Nullable Void> token = WaitToken.create(this);
    if (guarded(() -> takeOrQueue(token))) {
      if (looks) {
        Checkpoints.schedulePoint();
      } else if (bug == Bug.TAKES_BEFORE_IT_LOOKS_FOR_A_CANCEL) {
        Trio.checkpoint();
      }
      return;
    }
    token.park(() -> forget(token));
    if (bug == Bug.LOOKS_FOR_A_CANCEL_AFTER_THE_WAIT) {
      Checkpoints.checkpointIfCancelled();
    }
    if (bug == Bug.LETS_OTHERS_IN_BETWEEN && !tryAcquire()) {
      acquire();
    }
  }

  private boolean takeOrQueue(WaitToken<@Nullable Void> token) {
    Task<?> me = token.task();
    if (owner == me && bug != Bug.WAITS_FOR_ITSELF) {
      throw new IllegalStateException("held by this task already");
    }
    if (owner == null) {
      owner = me;
      return true;
    }
    if (bug == Bug.LAST_COME_FIRST) {
      queue.addFirst(token);
    } else {
      queue.addLast(token);
    }
    return false;
  }

  private void forget(WaitToken<@Nullable Void> token) {
    if (bug != Bug.IS_GRANTED_TO_THE_CANCELLED) {
      boolean _ = guarded(() -> queue.remove(token));
    }
  }

  @Override
  public boolean tryAcquire() {
    if (bug == Bug.TRYING_IS_A_CHECKPOINT) {
      Trio.checkpoint();
    }
    if (bug == Bug.IS_NO_LOCK) {
      return true;
    }
    Task<?> me = Task.current();
    return guarded(() -> {
      if (owner != null) {
        return false;
      }
      owner = me;
      return true;
    });
  }

  @Override
  public void release() {
    if (bug == Bug.RELEASING_IS_A_CHECKPOINT) {
      Trio.checkpoint();
    }
    Task<?> me = Task.current();
    List<WaitToken<@Nullable Void>> woken = guarded(() -> passOn(me));
    for (WaitToken<@Nullable Void> token : woken) {
      if (bug == Bug.IS_GRANTED_TO_THE_CANCELLED) {
        token.tryReschedule(null);
      } else {
        token.complete(null);
      }
    }
  }

  /// Those to be woken: claimed, so that no cancel can end their wait any more.
  private List<WaitToken<@Nullable Void>> passOn(Task<?> me) {
    boolean checks =
        bug != Bug.IS_RELEASED_BY_ANYBODY
            && bug != Bug.IS_NO_LOCK
            && bug != Bug.LETS_ALL_WAITERS_IN;
    if (checks && owner != me) {
      throw new IllegalStateException("not held by this task");
    }
    owner = null;
    List<WaitToken<@Nullable Void>> woken = new ArrayList<>();
    if (bug == Bug.FORGETS_ITS_WAITERS) {
      return woken;
    }
    while (!queue.isEmpty()) {
      WaitToken<@Nullable Void> next = queue.removeFirst();
      if (bug == Bug.IS_GRANTED_TO_THE_CANCELLED || next.tryClaim()) {
        woken.add(next);
        if (bug == Bug.LETS_OTHERS_IN_BETWEEN) {
          return woken;
        }
        owner = next.task();
        if (bug != Bug.LETS_ALL_WAITERS_IN) {
          return woken;
        }
      }
    }
    return woken;
  }

  @Override
  public String toString() {
    return "SampleLock[" + bug + "]";
  }
}
