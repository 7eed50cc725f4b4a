package io.trio4j.console.fetch;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.Trio;
import io.trio4j.console.fetch.Ending.Answered;
import io.trio4j.console.fetch.Ending.Failed;
import io.trio4j.console.fetch.Ending.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpGetTest {
  private DemoServer server;

  @BeforeEach
  void start() throws IOException {
    server = DemoServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void gives_the_status_and_the_length_of_the_body() throws Exception {
    assertThat(get(DemoEndpoint.FAST, 1 << 20)).isEqualTo(new Answered(200, 1750));
    assertThat(get(DemoEndpoint.MISSING, 1 << 20)).isEqualTo(new Answered(404, 9));
  }

  @Test
  void a_body_as_long_as_the_limit_is_taken_and_a_longer_one_is_not_tried_again() throws Exception {
    assertThat(get(DemoEndpoint.FAST, 1750)).isEqualTo(new Answered(200, 1750));
    assertThat(get(DemoEndpoint.FAST, 1749))
        .isEqualTo(
            new Failed("BodyTooLargeException: the body is longer than --max-size, 1.7 kB", false));
  }

  @Test
  void a_port_nobody_listens_on_may_be_tried_again() throws Exception {
    assertThat(get(DemoEndpoint.DEAD, 1 << 20)).isEqualTo(new Failed("ConnectException", true));
  }

  @Test
  void an_answer_that_breaks_off_may_be_tried_again() throws Exception {
    Reply reply =
        getFrom(socket -> {
          RawHttp.readRequest(socket);
          RawHttp.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
        });

    assertThat(reply)
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.problem()).startsWith("IOException: ");
              assertThat(failed.isTransient()).isTrue();
            });
  }

  @Test
  void what_is_no_http_may_be_tried_again() throws Exception {
    Reply reply =
        getFrom(socket -> {
          RawHttp.readRequest(socket);
          RawHttp.send(socket, "220 mail.example.org ESMTP\r\n");
        });

    assertThat(reply)
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.problem()).startsWith("ProtocolException: "));
  }

  @Test
  void a_cancel_closes_the_connection() throws Exception {
    try (ServerSocket listener = listen();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HttpGet http = new HttpGet(1 << 20)) {
      CompletableFuture<CancelScope> scope = new CompletableFuture<>();
      Future<Integer> seen =
          threads.submit(() -> {
            try (Socket socket = listener.accept()) {
              RawHttp.readRequest(socket);
              scope.get().cancel("the server has the request");
              return readAfterClose(socket);
            }
          });

      Trio.run(() ->
          CancelScope.run(fetch -> {
            scope.complete(fetch);
            var _ = http.get(url(listener));
          }));

      assertThat(scope.get().cancelledCaught()).isTrue();
      assertThat(seen.get()).isEqualTo(-1);
    }
  }

  private Reply get(DemoEndpoint endpoint, long maxBodyBytes) throws IOException {
    URI url = server.url(endpoint);
    try (HttpGet http = new HttpGet(maxBodyBytes)) {
      return Trio.run(() -> CancelScope.failAfter(ofSeconds(30), () -> http.get(url)));
    }
  }

  /// What a server gives that answers one connection as `answer` does, and closes it.
  private static Reply getFrom(Answer answer) throws Exception {
    try (ServerSocket listener = listen();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HttpGet http = new HttpGet(1 << 20)) {
      Future<Boolean> served =
          threads.submit(() -> {
            try (Socket socket = listener.accept()) {
              answer.to(socket);
            }
            return true;
          });
      Reply reply =
          Trio.run(() -> CancelScope.failAfter(ofSeconds(30), () -> http.get(url(listener))));
      assertThat(served.get()).isTrue();
      return reply;
    }
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
  }

  private static URI url(ServerSocket listener) {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
  }

  /// A connection may be closed or reset.
  private static int readAfterClose(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read();
    } catch (SocketException _) {
      return -1;
    }
  }

  private interface Answer {
    void to(Socket socket) throws IOException;
  }
}
