package io.trio4j.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.Nursery;
import io.trio4j.Outcome;
import io.trio4j.Registration;
import io.trio4j.Startable;
import io.trio4j.Task;
import io.trio4j.Trio;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class NurserySnippets {
  @Test
  void nursery() {
    Queue<Integer> squares = new ConcurrentLinkedQueue<>();
    // @start region="nursery"
    Trio.run(() ->
        Nursery.run(nursery -> {
          for (int i : List.of(1, 2, 3)) {
            nursery.startSoon("square-" + i, () -> squares.add(i * i));
          }
        })); // here all three have ended
    // @end
    assertThat(squares).containsExactlyInAnyOrder(1, 4, 9);
  }

  @Test
  void start() {
    // @start region="start"
    Startable<Integer> server =
        status -> {
          int port = 8080; // listening now
          status.started(port);
          Trio.sleepForever(); // serving
        };
    int port =
        Trio.run(() ->
            Nursery.call(nursery -> {
              int listening = nursery.start("server", server); // returns when it listens
              nursery.cancel("enough seen");
              return listening;
            }));
    // @end
    assertThat(port).isEqualTo(8080);
  }

  @Test
  void task() {
    // @start region="task"
    Outcome<Integer> outcome =
        Trio.run(() ->
            Nursery.call(nursery -> {
              Task<Integer> answer = nursery.startSoon("answer", () -> 6 * 7);
              return answer.joinOutcome();
            }));
    String text =
        switch (outcome) {
          case Outcome.Success<Integer>(Integer value) -> "got " + value;
          case Outcome.Failure<Integer>(Throwable error) -> "failed: " + error;
          case Outcome.Stopped<Integer>(var reason) -> "stopped: " + reason;
        };
    // @end
    assertThat(text).isEqualTo("got 42");
  }

  @Test
  void service() {
    Queue<String> log = new ConcurrentLinkedQueue<>();
    // @start region="service"
    Trio.run(() ->
        Nursery.run(nursery -> {
          nursery.startService(
              "log writer",
              () -> {
                try {
                  Trio.sleepForever(); // writing what the others log
                } finally {
                  log.add("the last lines are written");
                }
              });
          nursery.startSoon("import", () -> log.add("imported"));
        })); // the writer is cancelled when the import has ended, also if that failed
    // @end
    assertThat(log).containsExactly("imported", "the last lines are written");
  }

  @Test
  void ready_service() {
    // @start region="readyService"
    Startable<String> pool =
        status -> {
          status.started("pool of 4"); // connected now
          Trio.sleepForever(); // until nobody uses it any more
        };
    String used =
        Trio.run(() ->
            Nursery.call(nursery -> {
              String connections = nursery.startService("pool", pool); // returns when it is ready
              Task<String> query = nursery.startSoon("query", () -> "asked " + connections);
              return query.join();
            }));
    // @end
    assertThat(used).isEqualTo("asked pool of 4");
  }

  @Test
  void on_end() {
    Queue<String> ended = new ConcurrentLinkedQueue<>();
    // @start region="onEnd"
    Trio.run(() ->
        Nursery.run(nursery -> {
          Task<String> page = nursery.startSoon("page", () -> "<html>");
          page.onEnd(outcome -> ended.add(page.name() + ": " + outcome));
          Registration other = page.onEnd(_ -> ended.add("not called"));
          if (!other.remove()) {
            ended.add("it was too late: the page was there");
          }
        }));
    // @end
    assertThat(ended).contains("page: Success[value=<html>]");
    assertThat(ended).hasSizeBetween(1, 3);
  }
}
