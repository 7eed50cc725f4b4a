package io.trio4j.testing.planted;

import io.trio4j.Trio;
import io.trio4j.lowlevel.WaitToken;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// An unbounded queue as a user would write it: an item goes to who has waited longest.
final class Line<T> {
  private final Deque<T> items = new ArrayDeque<>(); // guarded by this
  private final Deque<WaitToken<T>> takers = new ArrayDeque<>(); // guarded by this

  void put(T item) {
    WaitToken<T> taker;
    do {
      synchronized (this) {
        taker = takers.poll();
        if (taker == null) {
          items.add(item);
        }
      }
    } while (taker != null && !taker.tryReschedule(item));
  }

  T take() {
    Trio.checkpoint();
    WaitToken<T> token = WaitToken.create(this);
    synchronized (this) {
      T first = items.poll();
      if (first != null) {
        return first;
      }
      takers.add(token);
    }
    return token.park(() -> forget(token));
  }

  synchronized @Nullable T tryTake() {
    return items.poll();
  }

  private synchronized void forget(WaitToken<T> token) {
    takers.remove(token);
  }

  @Override
  public String toString() {
    return "an item in Line";
  }
}
