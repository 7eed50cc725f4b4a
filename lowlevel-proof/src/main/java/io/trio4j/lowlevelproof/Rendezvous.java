package io.trio4j.lowlevelproof;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A channel without a buffer: a send and a receive meet, or both wait.
///
/// @param <T> what is sent
/// @threadsafety any task, and `tryX` and `close` from any thread; what the sender did
///   happens-before what the receiver does
final class Rendezvous<T> {
  /*
   * Idea
   *   Every wait is a [Select]; send and receive are selects of one clause. A clause looks, under the
   *   guard of its channel, for a waiting partner and else is listed there: one step, so of two clauses
   *   that could meet the second always sees the first.
   *
   * Invariants
   *   I1 An offer is listed in one channel; all offers of a select have its one token.
   *   I2 Two offers meet by claiming both tokens together (tryClaimBoth): a select commits to exactly one
   *      clause, and a value is handed over if and only if both waits end with it.
   *   I3 When a select has ended, its offers are listed nowhere, or soon will be: they can't be claimed.
   *
   * Locks
   *   `guard` protects the lists and `closed`. Under it only claims. Waits end under no lock. No two
   *   guards are held together.
   *
   * Cancellation
   *   The cancel that takes the token is the commit that did not happen; the abort takes the offers out.
   *
   * Rejected
   *   Claiming one's own token first and then the other's: two selects that do so spin for ever, each
   *   over the token the other has claimed. tryClaimBoth orders the two.
   */

  /// The channel was closed before the two met.
  static final class ClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClosedException(Rendezvous<?> channel) {
      super(channel + " is closed.");
    }
  }

  private final String name;
  private final ReentrantLock guard = new ReentrantLock();
  private final LinkedHashSet<Offer<T>> senders = new LinkedHashSet<>(); // guarded by guard
  private final LinkedHashSet<Offer<T>> receivers = new LinkedHashSet<>(); // guarded by guard
  private boolean closed; // guarded by guard

  Rendezvous(String name) {
    this.name = name;
  }

  /// Waits for a receiver and gives it `value`.
  ///
  /// @param value handed over
  /// @checkpoint always
  /// @oncancel nobody got the value
  /// @throws ClosedException if the channel is closed, or is meanwhile
  void send(T value) {
    new Select().send(this, value).await();
  }

  /// Waits for a sender and takes its value.
  ///
  /// @return the value
  /// @checkpoint always
  /// @oncancel nothing was taken
  /// @throws ClosedException if the channel is closed, or is meanwhile
  T receive() {
    Select select = new Select();
    var clause = select.receive(this);
    return select.await().valueOf(clause);
  }

  /// Gives `value` to a receiver that waits.
  ///
  /// @param value handed over
  /// @return whether there was one
  /// @checkpoint never
  boolean trySend(T value) {
    Offer<T> receiver = claimFirst(receivers);
    if (receiver != null) {
      receiver.endReceiving(value);
    }
    return receiver != null;
  }

  /// Takes the value of a sender that waits.
  ///
  /// @return empty if there is none
  /// @checkpoint never
  Optional<T> tryReceive() {
    Offer<T> offer = claimFirst(senders);
    return offer == null ? Optional.empty() : Optional.ofNullable(offer.endSent());
  }

  private @Nullable Offer<T> claimFirst(SequencedSet<Offer<T>> waiting) {
    guard.lock();
    try {
      ensureOpen();
      while (!waiting.isEmpty()) {
        Offer<T> first = waiting.removeFirst();
        if (first.token.tryClaim()) {
          return first;
        }
      }
      return null;
    } finally {
      guard.unlock();
    }
  }

  /// Meets a partner that waits, or lists `mine`.
  ///
  /// @return whether the wait of `mine` is over, here or elsewhere
  boolean meetOrList(Offer<T> mine) {
    Offer<T> partner;
    guard.lock();
    try {
      ensureOpen();
      partner = claimPartner(mine);
      if (partner == null && mine.token.isWaiting()) {
        (mine.sends ? senders : receivers).add(mine);
        return false;
      }
    } finally {
      guard.unlock();
    }
    if (partner != null) {
      mine.meet(partner);
    }
    return true;
  }

  private @Nullable Offer<T> claimPartner(Offer<T> mine) {
    Iterator<Offer<T>> partners = (mine.sends ? receivers : senders).iterator();
    while (partners.hasNext() && mine.token.isWaiting()) {
      Offer<T> theirs = partners.next();
      if (mine.token.tryClaimBoth(theirs.token)) {
        partners.remove();
        return theirs;
      }
    }
    return null; // those passed over have ended, are ending, or are the same select's
  }

  void unlist(Offer<T> offer) {
    guard.lock();
    try {
      (offer.sends ? senders : receivers).remove(offer);
    } finally {
      guard.unlock();
    }
  }

  /// Ends every wait with [ClosedException], now and later. Does nothing the second time.
  ///
  /// @checkpoint never
  void close() {
    List<Offer<T>> all;
    guard.lock();
    try {
      closed = true;
      all = new ArrayList<>(senders);
      all.addAll(receivers);
      senders.clear();
      receivers.clear();
    } finally {
      guard.unlock();
    }
    all.forEach(offer -> offer.token.tryFail(new ClosedException(this)));
  }

  private void ensureOpen() {
    if (closed) {
      throw new ClosedException(this);
    }
  }

  int waitingCount() {
    guard.lock();
    try {
      return senders.size() + receivers.size();
    } finally {
      guard.unlock();
    }
  }

  @Override
  public String toString() {
    return "Rendezvous[" + name + "]";
  }
}
