package io.trio4j.junit.kits;

import io.trio4j.Trio;
import io.trio4j.lowlevel.Checkpoints;
import io.trio4j.lowlevel.WaitToken;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A channel that keeps the rules, or breaks one of them on purpose.
final class SampleChannel implements TestedChannel {
  /// What is wrong with it.
  enum Bug {
    NONE,
    NO_CHECKPOINT_WITHOUT_A_WAIT,
    SENDS_BEFORE_IT_LOOKS_FOR_A_CANCEL,
    RECEIVES_BEFORE_IT_LOOKS_FOR_A_CANCEL,
    LOOKS_FOR_A_CANCEL_AFTER_RECEIVING,
    LOOKS_FOR_A_CANCEL_AFTER_SENDING,
    HAS_NO_LIMIT,
    LAST_ITEM_FIRST,
    LAST_RECEIVER_FIRST,
    LAST_SENDER_FIRST,
    ITEM_GOES_TO_ALL,
    KEEPS_CANCELLED_SENDS,
    DELIVERS_TO_THE_CANCELLED,
    CLOSING_DROPS_THE_REST,
    CLOSING_FORGETS_RECEIVERS,
    CLOSING_FORGETS_SENDERS,
    CLOSED_SENDER_SENDS,
    CLOSED_RECEIVER_RECEIVES,
    CLOSES_ONCE,
    CLOSING_IS_A_CHECKPOINT,
    RETURNS_WITHOUT_AN_ITEM
  }

  /// Nothing comes any more.
  static final class EndException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /// Nobody receives any more.
  static final class BrokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /// This end was closed here.
  static final class ClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /// A send that waits for room.
  private record Sender(WaitToken<@Nullable Void> token, int item) {}

  private final int capacity;
  private final Bug bug;
  private final ReentrantLock guard = new ReentrantLock();

  // guarded by guard
  private final Deque<Integer> buffer = new ArrayDeque<>();
  private final Deque<Sender> senders = new ArrayDeque<>();
  private final Deque<WaitToken<Integer>> receivers = new ArrayDeque<>();
  private boolean senderClosed;
  private boolean receiverClosed;

  SampleChannel(int capacity, Bug bug) {
    this.capacity = capacity;
    this.bug = bug;
  }

  @Override
  public void send(int item) {
    before(Bug.SENDS_BEFORE_IT_LOOKS_FOR_A_CANCEL);
    WaitToken<@Nullable Void> token = WaitToken.create(this);
    boolean sent;
    guard.lock();
    try {
      ensureCanSend();
      sent = trySend(item);
      if (!sent) {
        addSender(new Sender(token, item));
      }
    } finally {
      guard.unlock();
    }
    if (sent) {
      after(Bug.SENDS_BEFORE_IT_LOOKS_FOR_A_CANCEL);
    } else {
      token.park(() -> forget(token));
      if (bug == Bug.LOOKS_FOR_A_CANCEL_AFTER_SENDING) {
        Checkpoints.checkpointIfCancelled();
      }
    }
  }

  private void before(Bug late) {
    if (bug != Bug.NO_CHECKPOINT_WITHOUT_A_WAIT && bug != late) {
      Checkpoints.checkpointIfCancelled();
    }
  }

  private void after(Bug late) {
    if (bug == late) {
      Trio.checkpoint();
    } else if (bug != Bug.NO_CHECKPOINT_WITHOUT_A_WAIT) {
      Checkpoints.schedulePoint();
    }
  }

  private void ensureCanSend() {
    if (senderClosed && bug != Bug.CLOSED_SENDER_SENDS) {
      throw new ClosedException();
    }
    if (receiverClosed) {
      throw new BrokenException();
    }
  }

  private boolean trySend(int item) {
    boolean delivered = false;
    while (!receivers.isEmpty() && (!delivered || bug == Bug.ITEM_GOES_TO_ALL)) {
      WaitToken<Integer> next =
          bug == Bug.LAST_RECEIVER_FIRST ? receivers.removeLast() : receivers.removeFirst();
      boolean took = next.tryReschedule(item);
      delivered |= took || bug == Bug.DELIVERS_TO_THE_CANCELLED;
    }
    if (!delivered && (buffer.size() < capacity || bug == Bug.HAS_NO_LIMIT)) {
      addToBuffer(item);
      return true;
    }
    return delivered;
  }

  private void addToBuffer(int item) {
    if (bug == Bug.LAST_ITEM_FIRST) {
      buffer.addFirst(item);
    } else {
      buffer.addLast(item);
    }
  }

  private void addSender(Sender sender) {
    if (bug == Bug.LAST_SENDER_FIRST || bug == Bug.LAST_ITEM_FIRST) {
      senders.addFirst(sender);
    } else {
      senders.addLast(sender);
    }
  }

  @Override
  public int receive() {
    before(Bug.RECEIVES_BEFORE_IT_LOOKS_FOR_A_CANCEL);
    WaitToken<Integer> token = WaitToken.create(this);
    Integer item;
    guard.lock();
    try {
      if (receiverClosed && bug != Bug.CLOSED_RECEIVER_RECEIVES) {
        throw new ClosedException();
      }
      item = tryReceive();
      if (item == null && bug == Bug.RETURNS_WITHOUT_AN_ITEM) {
        item = -1;
      }
      if (item == null) {
        if (senderClosed) {
          throw new EndException();
        }
        receivers.addLast(token);
      }
    } finally {
      guard.unlock();
    }
    if (item != null) {
      after(Bug.RECEIVES_BEFORE_IT_LOOKS_FOR_A_CANCEL);
      return item;
    }
    int received = token.park(() -> forget(token));
    if (bug == Bug.LOOKS_FOR_A_CANCEL_AFTER_RECEIVING) {
      Checkpoints.checkpointIfCancelled();
    }
    return received;
  }

  private @Nullable Integer tryReceive() {
    Integer first = buffer.pollFirst();
    Integer sent = takeFromSender();
    if (first == null) {
      return sent;
    }
    if (sent != null) {
      addToBuffer(sent); // there is room now
    }
    return first;
  }

  private @Nullable Integer takeFromSender() {
    while (!senders.isEmpty()) {
      Sender next = senders.removeFirst();
      if (next.token().tryReschedule(null) || bug == Bug.KEEPS_CANCELLED_SENDS) {
        return next.item();
      }
    }
    return null;
  }

  private void forget(WaitToken<?> token) {
    guard.lock();
    try {
      if (bug != Bug.KEEPS_CANCELLED_SENDS) {
        senders.removeIf(sender -> sender.token() == token);
      }
      if (bug != Bug.DELIVERS_TO_THE_CANCELLED) {
        receivers.removeIf(receiver -> receiver == token);
      }
    } finally {
      guard.unlock();
    }
  }

  @Override
  public void closeSender() {
    if (bug == Bug.CLOSING_IS_A_CHECKPOINT) {
      Trio.checkpoint();
    }
    List<WaitToken<Integer>> told;
    guard.lock();
    try {
      ensureFirstTime(senderClosed);
      senderClosed = true;
      told = new ArrayList<>(receivers);
      receivers.clear();
      if (bug == Bug.CLOSING_DROPS_THE_REST) {
        buffer.clear();
      }
    } finally {
      guard.unlock();
    }
    if (bug != Bug.CLOSING_FORGETS_RECEIVERS) {
      told.forEach(token -> token.tryFail(new EndException()));
    }
  }

  private void ensureFirstTime(boolean closed) {
    if (closed && bug == Bug.CLOSES_ONCE) {
      throw new IllegalStateException("closed already");
    }
  }

  @Override
  public void closeReceiver() {
    List<Sender> told;
    guard.lock();
    try {
      ensureFirstTime(receiverClosed);
      receiverClosed = true;
      told = new ArrayList<>(senders);
      senders.clear();
    } finally {
      guard.unlock();
    }
    if (bug != Bug.CLOSING_FORGETS_SENDERS) {
      told.forEach(sender -> sender.token().tryFail(new BrokenException()));
    }
  }

  @Override
  public String toString() {
    return "SampleChannel[" + bug + "]";
  }
}
