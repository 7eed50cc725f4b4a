package io.trio4j.combinators;

import io.trio4j.lowlevel.Checkpoints;
import io.trio4j.lowlevel.WaitToken;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// What several tasks hand to one. It has no bound of its own: its users see to it that never more
/// is in it than their limit.
///
/// @param <E> what is handed over
final class Inbox<E> {
  /*
   * Invariants
   *   I1 One task at a time takes.
   *   I2 While `reader` is set, `content` is empty.
   *
   * Locks
   *   The monitor protects both fields. Waits end outside of it.
   *
   * Cancellation
   *   An abort takes the token back. If a put took the token before, its tryReschedule fails and the
   *   element is kept.
   *
   * Liveness
   *   A put either finds the reader's token or leaves the element; the reader looks for elements and
   *   leaves its token in one step.
   */
  private final String what;
  private final ArrayDeque<E> content = new ArrayDeque<>(); // guarded by this
  private @Nullable WaitToken<E> reader; // guarded by this

  /// @param what is waited for, for dumps
  Inbox(String what) {
    this.what = what;
  }

  void put(E element) {
    WaitToken<E> waiting = readerOrKeep(element);
    while (waiting != null && !waiting.tryReschedule(element)) {
      waiting = readerOrKeep(element);
    }
  }

  private synchronized @Nullable WaitToken<E> readerOrKeep(E element) {
    WaitToken<E> waiting = reader;
    reader = null;
    if (waiting == null) {
      content.add(element);
    }
    return waiting;
  }

  /// Waits for an element.
  ///
  /// @checkpoint always
  /// @oncancel nothing was taken
  E take() {
    Checkpoints.checkpointIfCancelled();
    WaitToken<E> token = WaitToken.create(this);
    E ready = pollOrWait(token);
    if (ready == null) {
      return token.park(() -> forget(token));
    }
    Checkpoints.schedulePoint();
    return ready;
  }

  /// An element that is there now, or null.
  ///
  /// @checkpoint never
  synchronized @Nullable E tryTake() {
    return content.poll();
  }

  private synchronized @Nullable E pollOrWait(WaitToken<E> token) {
    E ready = content.poll();
    if (ready == null) {
      reader = token;
    }
    return ready;
  }

  private synchronized void forget(WaitToken<E> token) {
    if (reader == token) {
      reader = null;
    }
  }

  @Override
  public String toString() {
    return what;
  }
}
