package io.trio4j.lowlevelproof;

import io.trio4j.lowlevel.WaitToken;
import org.jspecify.annotations.Nullable;

/// One clause of a select that waits.
///
/// @param <T> what is sent
final class Offer<T> {
  /// How a select ended.
  ///
  /// @param offer the clause that happened
  /// @param value what it received; null if it sent
  record Met(Offer<?> offer, @Nullable Object value) {}

  final Rendezvous<T> channel;
  final boolean sends;
  final int index; // of the clause in its select
  final WaitToken<Met> token; // the same for all clauses of a select
  private final @Nullable T value; // of a sender

  Offer(Rendezvous<T> channel, boolean sends, @Nullable T value, int index, WaitToken<Met> token) {
    this.channel = channel;
    this.sends = sends;
    this.value = value;
    this.index = index;
    this.token = token;
  }

  /// Both tokens are claimed: ends both waits.
  void meet(Offer<T> partner) {
    if (sends) {
      partner.endReceiving(value);
      endSent();
    } else {
      partner.endSent();
      endReceiving(partner.value);
    }
  }

  /// The token is claimed: ends the wait of a receiver.
  void endReceiving(@Nullable T received) {
    token.complete(new Met(this, received));
  }

  /// The token is claimed: ends the wait of a sender.
  ///
  /// @return what it sent
  @Nullable T endSent() {
    token.complete(new Met(this, null));
    return value;
  }
}
