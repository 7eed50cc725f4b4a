package io.trio4j.interruption;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/// A server that answers `/at-once`, half of `/half`, and `/later` when it is told to.
final class TinyHttp implements AutoCloseable {
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: ";

  /// A request for something else than `/at-once` is there.
  final CountDownLatch arrived = new CountDownLatch(1);

  /// Its client has closed the connection.
  final CountDownLatch hungUp = new CountDownLatch(1);

  /// `/later` may be answered.
  final CountDownLatch answer = new CountDownLatch(1);

  private final TinyServer server;

  TinyHttp() throws IOException {
    server = TinyServer.serving(this::serve);
  }

  HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build();
  }

  boolean hasArrived() {
    return arrived.getCount() == 0;
  }

  private void serve(Socket connection) throws Exception {
    InputStream in = connection.getInputStream();
    OutputStream out = connection.getOutputStream();
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
    String first = lines.readLine();
    while (first != null) {
      while (!lines.readLine().isEmpty()) {
        // the rest of the head does not matter
      }
      answer(first.split(" ", -1)[1], in, out);
      first = lines.readLine();
    }
  }

  private void answer(String path, InputStream in, OutputStream out) throws Exception {
    switch (path) {
      case "/at-once" -> send(out, HEAD + "7\r\n\r\nat once");
      case "/later" -> {
        arrived.countDown();
        answer.await();
        send(out, HEAD + "5\r\n\r\nlater");
      }
      case "/half" -> {
        send(out, HEAD + "8\r\n\r\nhalf");
        arrived.countDown();
        untilHungUp(in);
      }
      default -> {
        arrived.countDown();
        untilHungUp(in);
      }
    }
  }

  private void untilHungUp(InputStream in) {
    TinyServer.awaitHangUp(in);
    hungUp.countDown();
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    answer.countDown();
    server.close();
  }
}
