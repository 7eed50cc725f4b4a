package io.trio4j.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.Nursery;
import io.trio4j.Outcome;
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
}
