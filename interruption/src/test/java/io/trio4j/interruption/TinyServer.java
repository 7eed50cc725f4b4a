package io.trio4j.interruption;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Serves connections on loopback, each on a platform thread.
final class TinyServer implements AutoCloseable {
  /// What is done with a connection; it is closed after that.
  @FunctionalInterface
  interface Service {
    void serve(Socket connection) throws Exception;
  }

  private final ServerSocket server;
  private final Service service;
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  private TinyServer(ServerSocket server, Service service) {
    this.server = server;
    this.service = service;
  }

  static TinyServer serving(Service service) throws IOException {
    TinyServer server = new TinyServer(listen(), service);
    server.start(server::accept);
    return server;
  }

  /// A listener that nobody serves.
  static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
  }

  int port() {
    return server.getLocalPort();
  }

  /// Reads until the other side has closed, or reset, the connection.
  static void awaitHangUp(InputStream in) {
    try {
      while (in.read() != -1) {
        // what it sends does not matter
      }
    } catch (IOException _) {
      // a reset is a hang-up too
    }
  }

  private void start(Runnable body) {
    threads.add(Thread.ofPlatform().daemon().name("tiny server").start(body));
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = server.accept();
        connections.add(connection);
        start(() -> serve(connection));
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      service.serve(connection);
    } catch (Exception _) {
      // the other side went away, which is what tests make it do
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket connection : connections) {
      connection.close();
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
