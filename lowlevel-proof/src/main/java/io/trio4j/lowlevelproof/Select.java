package io.trio4j.lowlevelproof;

import io.trio4j.lowlevel.Checkpoints;
import io.trio4j.lowlevel.WaitToken;
import io.trio4j.lowlevelproof.Offer.Met;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Waits for the first of several sends and receives; exactly one of them happens.
///
/// If several could happen at once, the one that was added first does.
///
/// @threadsafety one task, once
final class Select {
  /*
   * States (of the token all offers share; see Rendezvous for how it is claimed)
   *   made -> listed, clause by clause, until a partner is met  // await
   *   listed -> met, closed or cancelled                        // a partner, close, a cancel; one wins
   *
   * Invariants
   *   I1 A token that was listed somewhere is parked on, whatever happens: a partner may have claimed it,
   *      and then the value is in it and nowhere else.
   */

  /// A clause that receives.
  ///
  /// @param index its place in the select
  @SuppressWarnings("UnusedTypeParameter") // what is received, for the reader and the compiler
  record Receive<T>(int index) {}

  /// Which clause happened.
  record Result(int index, @Nullable Object value) {
    boolean is(Receive<?> clause) {
      return clause.index == index;
    }

    /// What that clause received; only the select makes both, so the types agree.
    @SuppressWarnings({"unchecked", "NullAway"})
    <T> T valueOf(Receive<T> clause) {
      if (!is(clause)) {
        throw new IllegalStateException("clause " + clause.index + " did not happen: " + this);
      }
      return (T) value;
    }
  }

  /// A clause not yet made an offer.
  private record Clause<T>(Rendezvous<T> channel, boolean sends, @Nullable T value) {
    Offer<T> offer(int index, WaitToken<Met> token) {
      return new Offer<>(channel, sends, value, index, token);
    }
  }

  private final List<Clause<?>> clauses = new ArrayList<>(3);

  <T> Select send(Rendezvous<T> channel, T value) {
    clauses.add(new Clause<>(channel, true, value));
    return this;
  }

  <T> Receive<T> receive(Rendezvous<T> channel) {
    clauses.add(new Clause<>(channel, false, null));
    return new Receive<>(clauses.size() - 1);
  }

  /// Waits until one of the clauses happens.
  ///
  /// @return which, and what it received
  /// @checkpoint always
  /// @oncancel no clause happened
  /// @throws Rendezvous.ClosedException if one of the channels is closed, or is meanwhile
  Result await() {
    Checkpoints.checkpointIfCancelled();
    WaitToken<Met> token = WaitToken.create(this);
    List<Offer<?>> listed = new ArrayList<>(clauses.size());
    offerAll(token, listed);
    try {
      Met met = token.park(() -> unlist(listed));
      return new Result(met.offer().index, met.value());
    } finally {
      unlist(listed);
    }
  }

  private void offerAll(WaitToken<Met> token, List<Offer<?>> listed) {
    try {
      for (int i = 0; i < clauses.size(); i++) {
        Offer<?> offer = clauses.get(i).offer(i, token);
        listed.add(offer);
        if (meetOrList(offer)) {
          return;
        }
      }
    } catch (RuntimeException closed) { // thrown by park, unless a clause before it has happened
      token.tryFail(closed);
    }
  }

  private static <T> boolean meetOrList(Offer<T> offer) {
    return offer.channel.meetOrList(offer);
  }

  private static void unlist(List<Offer<?>> listed) {
    listed.forEach(Select::unlistOne);
  }

  private static <T> void unlistOne(Offer<T> offer) {
    offer.channel.unlist(offer);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Select[");
    for (Clause<?> clause : clauses) {
      text.append(text.length() == 7 ? "" : ", ")
          .append(clause.sends() ? "send to " : "receive from ")
          .append(clause.channel());
    }
    return text.append(']').toString();
  }
}
