package io.trio4j.testing.planted;

import io.trio4j.Trio;
import io.trio4j.lowlevel.WaitToken;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A semaphore as a user would write it.
final class Permits {
  private final Deque<WaitToken<@Nullable Void>> waiting = new ArrayDeque<>(); // guarded by this
  private int free; // guarded by this

  Permits(int free) {
    this.free = free;
  }

  void acquire() {
    Trio.checkpoint();
    WaitToken<@Nullable Void> token = WaitToken.create(this);
    synchronized (this) {
      if (free > 0) {
        free--;
        return;
      }
      waiting.add(token);
    }
    token.park(() -> forget(token));
  }

  private synchronized void forget(WaitToken<@Nullable Void> token) {
    waiting.remove(token);
  }

  void release() {
    WaitToken<@Nullable Void> next;
    do {
      synchronized (this) {
        next = waiting.poll();
        if (next == null) {
          free++;
        }
      }
    } while (next != null && !next.tryReschedule(null));
  }

  @Override
  public String toString() {
    return "Permits";
  }
}
