package io.trio4j.testing.planted;

import io.trio4j.CancelScope;
import io.trio4j.lowlevel.WaitToken;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A mutex with one condition, as a user would write it.
final class Monitor {
  private final Mutex mutex;
  private final Deque<WaitToken<@Nullable Void>> waiting = new ArrayDeque<>(); // guarded by this

  Monitor(String name) {
    mutex = new Mutex(name);
  }

  /// Runs `body` once `condition` holds, and then wakes one or all who wait.
  void when(BooleanSupplier condition, Runnable body, boolean wakeAll) {
    mutex.acquire();
    try {
      while (!condition.getAsBoolean()) {
        await();
      }
      body.run();
      wake(wakeAll ? Integer.MAX_VALUE : 1);
    } finally {
      mutex.release();
    }
  }

  private void await() {
    WaitToken<@Nullable Void> token = WaitToken.create(this);
    synchronized (this) {
      waiting.add(token);
    }
    mutex.release();
    try {
      token.park(() -> forget(token));
    } finally {
      CancelScope.shielded(mutex::acquire);
    }
  }

  private synchronized void forget(WaitToken<@Nullable Void> token) {
    waiting.remove(token);
  }

  private void wake(int most) {
    for (int i = 0; i < most; ) {
      WaitToken<@Nullable Void> first;
      synchronized (this) {
        first = waiting.poll();
      }
      if (first == null) {
        return;
      }
      i += first.tryReschedule(null) ? 1 : 0;
    }
  }

  @Override
  public String toString() {
    return "a change of " + mutex;
  }
}
