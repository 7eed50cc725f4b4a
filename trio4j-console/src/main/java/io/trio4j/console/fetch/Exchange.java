package io.trio4j.console.fetch;

import io.trio4j.console.fetch.Ending.Reply;
import java.net.URI;

/// One attempt to get one URL. Tests have another network.
@FunctionalInterface
interface Exchange {
  /// Waits for the answer and its whole body. Cancelling it ends the exchange.
  Reply get(URI uri);
}
