package io.trio4j.testing.planted;

import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.lowlevel.WaitSubject;
import io.trio4j.lowlevel.WaitToken;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A fair lock as a user would write it.
final class Mutex implements WaitSubject {
  private final String name;
  private final Deque<WaitToken<@Nullable Void>> waiting = new ArrayDeque<>(); // guarded by this
  private @Nullable Task<?> holder; // guarded by this

  Mutex(String name) {
    this.name = name;
  }

  void acquire() {
    Trio.checkpoint();
    WaitToken<@Nullable Void> token = WaitToken.create(this);
    synchronized (this) {
      if (holder == null) {
        holder = Task.current();
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
        holder = next == null ? null : next.task();
      }
    } while (next != null && !next.tryReschedule(null));
  }

  synchronized boolean isWaitedFor() {
    return !waiting.isEmpty();
  }

  void hold(Planted.Body body) throws Exception {
    acquire();
    try {
      body.run();
    } finally {
      release();
    }
  }

  @Override
  public synchronized List<Task<?>> holders() {
    return holder == null ? List.of() : List.of(holder);
  }

  @Override
  public String toString() {
    return "Mutex[" + name + "]";
  }
}
