package io.trio4j.combinators;

import io.trio4j.lowlevel.Checkpoints;
import io.trio4j.lowlevel.WaitToken;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Wakes one task when there is news. Rings that come while it is not listening are kept as one, so
/// whoever changes something and then rings is heard.
final class SupervisorBell {
  private final Object subject;
  private final ReentrantLock lock = new ReentrantLock(); // leaf: nothing is called under it
  private boolean rung; // guarded by lock
  private @Nullable WaitToken<@Nullable Void> listener; // guarded by lock

  /// @param subject what dumps show; its toString must not block
  SupervisorBell(Object subject) {
    this.subject = subject;
  }

  /// From any thread.
  void ring() {
    WaitToken<@Nullable Void> toWake;
    do { // a listener that a deadline took first may be listening again: it must hear this one
      lock.lock();
      try {
        toWake = listener;
        listener = null;
        rung = toWake == null;
      } finally {
        lock.unlock();
      }
    } while (toWake != null && !toWake.tryReschedule(null));
  }

  /// Waits for a ring; a checkpoint also if there was one. For one task.
  void listen() {
    WaitToken<@Nullable Void> token = WaitToken.create(subject);
    boolean heard;
    lock.lock();
    try {
      heard = rung;
      rung = false;
      listener = heard ? null : token;
    } finally {
      lock.unlock();
    }
    if (heard) {
      Checkpoints.checkpoint();
      return;
    }
    try {
      token.park(() -> forget(token));
    } finally {
      forget(token); // a checkpoint that threw before the wait began
    }
  }

  private void forget(WaitToken<@Nullable Void> token) {
    lock.lock();
    try {
      if (listener == token) {
        listener = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
