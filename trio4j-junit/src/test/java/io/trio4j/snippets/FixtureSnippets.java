package io.trio4j.snippets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trio4j.Nursery;
import io.trio4j.Trio;
import io.trio4j.junit.FreePort;
import io.trio4j.junit.TestBody;
import io.trio4j.junit.TrioFixture;
import io.trio4j.junit.TrioTest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.params.provider.ValueSource;

class FixtureSnippets {
  /** Something with a life in the background. */
  static final class EchoServer implements AutoCloseable {
    private final Queue<String> requests = new ArrayDeque<>();
    private final Queue<String> replies = new ArrayDeque<>();

    void serve() {
      while (true) {
        Trio.sleep(Duration.ofMillis(1));
        while (!requests.isEmpty()) {
          replies.add("echo " + requests.remove());
        }
      }
    }

    String ask(String request) {
      requests.add(request);
      while (replies.isEmpty()) {
        Trio.sleep(Duration.ofMillis(1));
      }
      return replies.remove();
    }

    @Override
    public void close() {
      requests.clear();
    }
  }

  // @start region="fixture"
  @TrioFixture
  void server(TestBody<EchoServer> test) {
    Nursery.run(nursery -> {
      try (EchoServer server = new EchoServer()) {
        nursery.startSoon("serve", () -> server.serve()); // if it fails, so does the test
        test.run(server);
        nursery.cancel("the test has ended");
      }
    });
  }

  @TrioTest
  void answers(EchoServer server) {
    assertEquals("echo hello", server.ask("hello"));
  }

  @TrioTest(seeds = 20)
  @ValueSource(ints = {1, 10})
  void answers_many(int count, EchoServer server) {
    for (int i = 0; i < count; i++) {
      assertEquals("echo " + i, server.ask("" + i));
    }
  }

  // @end

  // @start region="port"
  @TrioTest
  void listens(@FreePort int port) {
    assertTrue(port > 0 && port < 65_536);
  }
  // @end
}
