package io.trio4j.snippets;

import io.trio4j.Task;
import io.trio4j.junit.kits.LockConformance;
import io.trio4j.junit.kits.LockTrait;
import io.trio4j.junit.kits.TestedLock;
import io.trio4j.lowlevel.Checkpoints;
import io.trio4j.lowlevel.WaitToken;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

class KitSnippets {
  /** A lock somebody wrote. */
  static final class HandOverLock {
    private final Deque<WaitToken<@Nullable Void>> queue = new ArrayDeque<>(); // guarded by this
    private @Nullable Task<?> owner; // guarded by this

    void lock() {
      Checkpoints.checkpointIfCancelled();
      WaitToken<@Nullable Void> token = WaitToken.create(this);
      if (tryLockOrQueue(token)) {
        Checkpoints.schedulePoint();
      } else {
        token.park(() -> leave(token));
      }
    }

    private synchronized boolean tryLockOrQueue(WaitToken<@Nullable Void> token) {
      boolean took = tryLock();
      if (!took) {
        queue.add(token);
      }
      return took;
    }

    private synchronized void leave(WaitToken<@Nullable Void> token) {
      queue.remove(token);
    }

    synchronized boolean tryLock() {
      boolean free = owner == null;
      if (free) {
        owner = Task.current();
      }
      return free;
    }

    void unlock() {
      WaitToken<@Nullable Void> next = claimNext();
      if (next != null) {
        next.complete(null);
      }
    }

    private synchronized @Nullable WaitToken<@Nullable Void> claimNext() {
      owner = null;
      while (!queue.isEmpty()) {
        WaitToken<@Nullable Void> first = queue.remove();
        if (first.tryClaim()) {
          owner = first.task();
          return first;
        }
      }
      return null;
    }
  }

  // @start region="lock"
  static class HandOverLockTest implements LockConformance {
    @Override
    public TestedLock newLock() {
      HandOverLock lock = new HandOverLock();
      return new TestedLock() {
        @Override
        public void acquire() {
          lock.lock();
        }

        @Override
        public boolean tryAcquire() {
          return lock.tryLock();
        }

        @Override
        public void release() {
          lock.unlock();
        }
      };
    }

    // @start region="traits"
    @Override
    public Set<LockTrait> traits() {
      return EnumSet.of(LockTrait.FIFO); // it does not look who releases or takes it again
    }
    // @end
  }

  // @end

  @Nested
  class Run_the_lock_kit extends HandOverLockTest {}
}
