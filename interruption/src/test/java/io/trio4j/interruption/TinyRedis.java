package io.trio4j.interruption;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/// A server that says `OK` to every command, but keeps `BLPOP` waiting until it is told to answer
/// that there is nothing.
final class TinyRedis implements AutoCloseable {
  /// A `BLPOP` is there.
  final CountDownLatch arrived = new CountDownLatch(1);

  /// It may be answered.
  final CountDownLatch answer = new CountDownLatch(1);

  private final TinyServer server;

  TinyRedis() throws IOException {
    server = TinyServer.serving(this::serve);
  }

  int port() {
    return server.port();
  }

  boolean hasArrived() {
    return arrived.getCount() == 0;
  }

  private void serve(Socket connection) throws Exception {
    InputStream in = connection.getInputStream();
    OutputStream out = connection.getOutputStream();
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
    for (String head = lines.readLine(); head != null; head = lines.readLine()) {
      String command = readCommand(head, lines);
      out.write(answerTo(command).getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
  }

  /// An array of bulk strings, of which the first is the command.
  private static String readCommand(String head, BufferedReader lines) throws IOException {
    int count = Integer.parseInt(head.substring(1));
    String command = "";
    for (int i = 0; i < count; i++) {
      lines.readLine(); // the length
      String text = lines.readLine();
      if (i == 0) {
        command = text;
      }
    }
    return command.toUpperCase(Locale.ROOT);
  }

  private String answerTo(String command) throws InterruptedException {
    return switch (command) {
      case "HELLO" -> "-ERR unknown command\r\n";
      case "BLPOP" -> {
        arrived.countDown();
        answer.await();
        yield "*-1\r\n";
      }
      default -> "+OK\r\n";
    };
  }

  @Override
  public void close() throws IOException {
    answer.countDown();
    server.close();
  }
}
