package io.trio4j.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Finds ports for tests.
final class FreePorts {
  /// UDP may have taken what is free for TCP: with a few hundred sockets open a second try is rare.
  private static final int TRIES = 100;

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet(); // for good

  private FreePorts() {}

  static int next() {
    for (int i = 0; i < TRIES; i++) {
      try (ServerSocket tcp = new ServerSocket(0);
          DatagramSocket udp = new DatagramSocket(tcp.getLocalPort())) {
        if (GIVEN.add(udp.getLocalPort())) {
          return udp.getLocalPort();
        }
      } catch (BindException _) {
        // taken for UDP: the next one
      } catch (IOException e) {
        throw new UncheckedIOException("no port can be had on this machine", e);
      }
    }
    throw new IllegalStateException(
        "no port was free for TCP and UDP in " + TRIES + " tries: too many sockets are open.");
  }
}
