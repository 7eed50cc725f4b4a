package io.trio4j.lowlevelproof;

import io.trio4j.BrokenResourceException;
import io.trio4j.lowlevel.Checkpoints;
import io.trio4j.lowlevel.WaitToken;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Waits until a non-blocking channel can be read from or written to.
///
/// A wait moves no byte and closes nothing: a cancelled one leaves the channel as it was.
///
/// @threadsafety any task; of each channel one reader and one writer at a time
final class Readiness implements AutoCloseable {
  /*
   * Idea
   *   Trio's epoll wait as a service: one thread with one selector. Keys and interests are touched by
   *   that thread only; tasks hand it changes. So nothing needs a lock but the queue of changes.
   *
   * Invariants
   *   I1 A token attached to a key has its interest set. An interest without a token goes with its event.
   *   I2 A change handed in is run, or its wait fails: after `closed` nothing gets in, and what did get in
   *      is run by the thread before it ends.
   *
   * Cancellation
   *   A cancel spends the token at once; the interest stays until its event, which is not lost: readiness
   *   is a level, the next wait sees it again.
   */
  private record Ready(SelectableChannel channel, int op) {}

  private final Selector selector;
  private final ArrayDeque<Runnable> changes = new ArrayDeque<>(); // guarded by itself
  private boolean closed; // guarded by changes

  private Readiness(Selector selector) {
    this.selector = selector;
  }

  /// Opens the selector and starts its thread.
  static Readiness open() throws IOException {
    Readiness readiness = new Readiness(Selector.open());
    Thread.ofPlatform().daemon().name("readiness").start(readiness::serve);
    return readiness;
  }

  /// Waits until reading would not block: there is data, the end, or an error.
  ///
  /// @checkpoint always
  /// @oncancel the channel is open and nothing was read
  /// @throws BrokenResourceException if it can't be waited for, or no longer; the cause says why
  void awaitReadable(SelectableChannel channel) {
    await(new Ready(channel, SelectionKey.OP_READ));
  }

  /// Waits until writing would not block; else as [#awaitReadable].
  ///
  /// @checkpoint always
  /// @oncancel the channel is open and nothing was written
  void awaitWritable(SelectableChannel channel) {
    await(new Ready(channel, SelectionKey.OP_WRITE));
  }

  private void await(Ready ready) {
    Checkpoints.checkpointIfCancelled();
    WaitToken<@Nullable Void> token = WaitToken.create(ready);
    if (!hand(() -> listen(ready, token))) {
      token.tryFail(broken("is closed", null));
    }
    token.park(() -> hand(() -> forget(ready, token)));
  }

  /// To be called before a channel is closed: who waits for it is told.
  void closing(SelectableChannel channel) {
    SelectionKey key = channel.keyFor(selector); // a closed channel will not tell
    if (key != null) {
      hand(() -> drop(key));
    }
  }

  private boolean hand(Runnable change) {
    synchronized (changes) {
      if (!closed) {
        changes.add(change);
        selector.wakeup();
      }
      return !closed;
    }
  }

  private BrokenResourceException broken(String what, @Nullable Throwable cause) {
    BrokenResourceException error = new BrokenResourceException("the selector " + what + ".");
    return (BrokenResourceException) error.initCause(cause);
  }

  // On the selector's thread

  private void serve() {
    try (selector) {
      Exception why = null;
      try {
        while (runChanges()) {
          selector.select(this::ready);
        }
      } catch (IOException | RuntimeException e) { // told to everybody who waits
        why = e;
        close();
        runChanges();
      }
      BrokenResourceException error = broken("is closed", why);
      selector.keys().forEach(key -> fail(key, error));
    } catch (IOException _) { // from closing the selector, when nobody waits any more
    }
  }

  /// Runs what was handed in; false if nothing more will be.
  private boolean runChanges() {
    List<Runnable> batch;
    boolean more;
    synchronized (changes) {
      batch = List.copyOf(changes);
      changes.clear();
      more = !closed;
    }
    batch.forEach(Runnable::run);
    return more;
  }

  private void listen(Ready ready, WaitToken<@Nullable Void> token) {
    try {
      SelectionKey key = ready.channel().keyFor(selector);
      if (key == null) {
        key = ready.channel().register(selector, 0, new HashMap<>());
      }
      if (waiting(key).putIfAbsent(ready.op(), token) != null) {
        throw new IllegalStateException("another task waits for that");
      }
      key.interestOpsOr(ready.op());
    } catch (ClosedChannelException | RuntimeException e) { // closed, blocking, busy
      token.tryFail(broken("can't wait for " + ready, e));
    }
  }

  /// Who waits for a channel, by operation.
  @SuppressWarnings("unchecked") // only we attach
  private static Map<Integer, WaitToken<@Nullable Void>> waiting(SelectionKey key) {
    return (Map<Integer, WaitToken<@Nullable Void>>) key.attachment();
  }

  private void forget(Ready ready, WaitToken<@Nullable Void> token) {
    SelectionKey key = ready.channel().keyFor(selector);
    if (key != null) {
      waiting(key).remove(ready.op(), token);
    }
  }

  @SuppressWarnings("NullAway") // it loses the nullness of the tokens' type in the lambda
  private void ready(SelectionKey key) {
    try {
      int ops = key.readyOps();
      key.interestOpsAnd(~ops);
      waiting(key).entrySet().removeIf(e -> (ops & e.getKey()) != 0 && wake(e.getValue()));
    } catch (CancelledKeyException closed) {
      fail(key, broken("sees that " + key.channel() + " was closed", closed));
    }
  }

  private static boolean wake(WaitToken<@Nullable Void> token) {
    token.tryReschedule(null); // false if a cancel has spent it
    return true;
  }

  private void drop(SelectionKey key) {
    key.cancel();
    fail(key, broken("was told that " + key.channel() + " is being closed", null));
  }

  private static void fail(SelectionKey key, BrokenResourceException error) {
    waiting(key).values().forEach(token -> token.tryFail(error));
    waiting(key).clear();
  }

  /// Ends the thread; waits fail from now on. Does nothing the second time.
  @Override
  public void close() {
    synchronized (changes) {
      closed = true;
      selector.wakeup();
    }
  }
}
