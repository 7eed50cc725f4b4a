package io.trio4j.console.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A web server on the loopback address with an endpoint for each thing that can happen to a fetch.
final class DemoServer implements AutoCloseable {
  /// How long the steady endpoint takes: short of the demo's time-out by as much as a busy machine
  /// may need.
  static final Duration STEADINESS = Duration.ofMillis(250);

  /// How long the slow endpoint takes.
  static final Duration SLOWNESS = Duration.ofSeconds(5);

  /// Of so many calls, the flaky endpoint answers the last one.
  static final int FLAKY_CYCLE = 3;

  private static final int PAGE_LINES = 50;

  private final HttpServer server;
  private final SocketChannel deadPort;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger flakyCalls = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  private DemoServer(HttpServer server, SocketChannel deadPort) {
    this.server = server;
    this.deadPort = deadPort;
  }

  static DemoServer start() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    // Bound but not listening: the port is refused, and nobody else can get it meanwhile.
    SocketChannel deadPort = SocketChannel.open();
    try {
      deadPort.bind(anyPort);
      DemoServer demo = new DemoServer(HttpServer.create(anyPort, 0), deadPort);
      demo.serve();
      return demo;
    } catch (IOException | RuntimeException e) {
      deadPort.close();
      throw e;
    }
  }

  private void serve() {
    server.createContext("/", exchange -> answer(exchange, 404, "not here\n"));
    server.createContext("/fast", exchange -> answer(exchange, 200, page()));
    server.createContext("/flaky", this::answerFlaky);
    server.createContext("/steady", exchange -> answerAfter(STEADINESS, exchange));
    server.createContext("/slow", exchange -> answerAfter(SLOWNESS, exchange));
    server.setExecutor(threads);
    server.start();
  }

  private void answerFlaky(HttpExchange exchange) throws IOException {
    if (flakyCalls.incrementAndGet() % FLAKY_CYCLE != 0) {
      answer(exchange, 503, "try again\n");
    } else {
      answer(exchange, 200, page());
    }
  }

  private void answerAfter(Duration delay, HttpExchange exchange) throws IOException {
    try {
      if (!closed.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
        answer(exchange, 200, page());
      }
    } catch (InterruptedException _) {
      // Only close() interrupts: nobody waits for the answer any more.
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private static String page() {
    return "a line that is there to be counted\n".repeat(PAGE_LINES);
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /// Where an endpoint is found.
  URI url(DemoEndpoint endpoint) throws IOException {
    InetSocketAddress address =
        endpoint == DemoEndpoint.DEAD
            ? (InetSocketAddress) deadPort.getLocalAddress()
            : server.getAddress();
    try {
      return new URI(
          "http",
          null,
          address.getAddress().getHostAddress(),
          address.getPort(),
          "/" + endpoint.name().toLowerCase(Locale.ROOT),
          null,
          null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("unreachable: no URL for " + address, e);
    }
  }

  /// Breaks off what is under way and gives the ports back.
  @Override
  public void close() throws IOException {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
    deadPort.close();
  }
}
