package io.trio4j.lowlevelproof;

import io.trio4j.BrokenResourceException;
import io.trio4j.lowlevel.Checkpoints;
import io.trio4j.lowlevel.WaitToken;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
   *   that thread only; tasks hand it changes. So a wait costs a wake-up of the selector, and nothing
   *   needs a lock but the queue of changes.
   *
   * Invariants
   *   I1 An interest is set in the selector only while a token for it is attached to the key.
   *   I2 A change handed in is run, or its wait fails: after `closed` nothing gets in, and what did get in
   *      is run by the thread before it ends.
   *
   * Cancellation
   *   A cancel spends the token at once; the interest goes later, by a change. An event in between finds
   *   the token spent. Nobody loses it: readiness is a level, the next wait sees it again.
   */
  private record Change(WaitToken<@Nullable Void> token, Runnable action) {}

  /// What a task waits for.
  private record Ready(SelectableChannel channel, int op) {
    @Override
    public String toString() {
      return channel + (op == SelectionKey.OP_READ ? " to be readable" : " to be writable");
    }
  }

  /// The tokens of one channel, by operation; attached to its key.
  private static final class Waiters {
    final Map<Integer, WaitToken<@Nullable Void>> byOp = new ConcurrentHashMap<>(2);
  }

  private final Selector selector;
  private final Thread thread;
  private final ArrayDeque<Change> changes = new ArrayDeque<>(); // guarded by itself
  private boolean closed; // guarded by changes

  private Readiness(Selector selector) {
    this.selector = selector;
    this.thread = Thread.ofPlatform().daemon().name("readiness").unstarted(this::serve);
  }

  /// Opens the selector and starts its thread.
  ///
  /// @return to be closed by the caller
  /// @throws IOException if no selector can be opened
  static Readiness open() throws IOException {
    Readiness readiness = new Readiness(Selector.open());
    readiness.thread.start();
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

  /// Waits until writing would not block.
  ///
  /// @checkpoint always
  /// @oncancel the channel is open and nothing was written
  /// @throws BrokenResourceException if it can't be waited for, or no longer; the cause says why
  void awaitWritable(SelectableChannel channel) {
    await(new Ready(channel, SelectionKey.OP_WRITE));
  }

  private void await(Ready ready) {
    Checkpoints.checkpointIfCancelled();
    WaitToken<@Nullable Void> token = WaitToken.create(ready);
    hand(new Change(token, () -> listen(ready, token)));
    token.park(() -> hand(new Change(token, () -> forget(ready, token))));
  }

  /// To be called before a channel is closed: who waits for it is told.
  ///
  /// @checkpoint never
  void closing(SelectableChannel channel) {
    WaitToken<@Nullable Void> nobody = null;
    hand(new Change(nobody, () -> drop(channel)));
  }

  private void hand(Change change) {
    synchronized (changes) {
      if (!closed) {
        changes.add(change);
        selector.wakeup();
        return;
      }
    }
    if (change.token() != null) {
      change.token().tryFail(broken("is closed", null));
    }
  }

  private BrokenResourceException broken(String what, @Nullable Throwable cause) {
    BrokenResourceException error = new BrokenResourceException(this + " " + what + ".");
    if (cause != null) {
      error.initCause(cause);
    }
    return error;
  }

  // On the selector's thread

  private void serve() {
    try (selector) {
      while (runChanges()) {
        selector.select(this::ready);
      }
    } catch (IOException | RuntimeException e) { // told to everybody who waits
      end(e);
    }
  }

  /// Runs what was handed in; false if that was the last.
  private boolean runChanges() {
    ArrayList<Change> batch;
    boolean last;
    synchronized (changes) {
      batch = new ArrayList<>(changes);
      changes.clear();
      last = closed;
    }
    batch.forEach(change -> change.action().run());
    if (last) {
      failAll(null);
    }
    return !last;
  }

  private void end(@Nullable Exception why) {
    synchronized (changes) {
      closed = true;
    }
    runChanges();
    failAll(why);
  }

  private void failAll(@Nullable Exception why) {
    if (selector.isOpen()) {
      for (SelectionKey key : selector.keys()) {
        fail(key, broken("is closed", why));
      }
    }
  }

  private void listen(Ready ready, WaitToken<@Nullable Void> token) {
    try {
      SelectionKey key = ready.channel().keyFor(selector);
      if (key == null) {
        key = ready.channel().register(selector, 0, new Waiters());
      }
      WaitToken<@Nullable Void> other = waiters(key).byOp.putIfAbsent(ready.op(), token);
      if (other == null) {
        key.interestOpsOr(ready.op());
      } else {
        token.tryFail(broken("has another task that waits for " + ready, null));
      }
    } catch (ClosedChannelException | RuntimeException e) { // closed, blocking, no such operation
      token.tryFail(broken("can't wait for " + ready, e));
    }
  }

  private static Waiters waiters(SelectionKey key) {
    return (Waiters) key.attachment();
  }

  private void forget(Ready ready, WaitToken<@Nullable Void> token) {
    SelectionKey key = ready.channel().keyFor(selector);
    if (key != null && waiters(key).byOp.remove(ready.op(), token) && key.isValid()) {
      key.interestOpsAnd(~ready.op());
    }
  }

  private void ready(SelectionKey key) {
    int ops = key.readyOps();
    key.interestOpsAnd(~ops);
    for (int op : new int[] {SelectionKey.OP_READ, SelectionKey.OP_WRITE}) {
      WaitToken<@Nullable Void> token = (ops & op) == 0 ? null : waiters(key).byOp.remove(op);
      if (token != null) {
        token.tryReschedule(null);
      }
    }
  }

  private void drop(SelectableChannel channel) {
    SelectionKey key = channel.keyFor(selector);
    if (key != null) {
      key.cancel();
      fail(key, broken("was told that " + channel + " is being closed", null));
    }
  }

  private static void fail(SelectionKey key, BrokenResourceException error) {
    Map<Integer, WaitToken<@Nullable Void>> byOp = waiters(key).byOp;
    byOp.values().forEach(token -> token.tryFail(error));
    byOp.clear();
  }

  /// Ends the thread; waits fail from now on. Does nothing the second time.
  ///
  /// @checkpoint never
  @Override
  public void close() {
    synchronized (changes) {
      closed = true;
      selector.wakeup();
    }
  }

  @Override
  public String toString() {
    return "Readiness[" + thread.getName() + "]";
  }
}
