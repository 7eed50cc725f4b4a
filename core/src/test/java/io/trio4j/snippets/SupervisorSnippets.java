package io.trio4j.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trio4j.ExceptionGroup;
import io.trio4j.RunOptions;
import io.trio4j.Startable;
import io.trio4j.Trio;
import io.trio4j.combinators.Restart;
import io.trio4j.combinators.Supervisor;
import io.trio4j.combinators.SupervisorChild;
import io.trio4j.combinators.SupervisorOptions;
import io.trio4j.combinators.SupervisorStatus;
import io.trio4j.support.Logged;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SupervisorSnippets {
  private static final RunOptions OPTIONS = RunOptions.deterministic(1); // virtual time

  private final Queue<String> done = new ConcurrentLinkedQueue<>();
  private int failures;
  private Logged logged;

  @BeforeEach
  void listen() {
    logged = new Logged("io.trio4j.combinators");
  }

  @AfterEach
  void stopListening() {
    logged.close();
  }

  private void consume() throws IOException {
    if (failures-- > 0) {
      throw new IOException("connection reset");
    }
    done.add("consumed");
  }

  private void report() {
    done.add("reported");
    Trio.sleepForever();
  }

  @Test
  void supervisor() {
    failures = 2;
    Trio.run(
        OPTIONS,
        () -> {
          // @start region="supervisor"
          Supervisor.run(
              SupervisorOptions.oneForOne().withName("mail"),
              supervisor -> {
                supervisor.startSoon("consumer", Restart.ON_FAILURE, () -> consume());
                supervisor.startSoon("reporter", Restart.ALWAYS, () -> report());
                Trio.sleep(Duration.ofMinutes(1));
                supervisor.stop("enough for today"); // reporter first, then consumer
              });
          // @end
        });
    assertThat(done).containsExactlyInAnyOrder("consumed", "reported");
  }

  @Test
  void restart() {
    failures = 1;
    Trio.run(
        OPTIONS,
        () ->
            Supervisor.run(
                SupervisorOptions.oneForOne(),
                supervisor -> {
                  // @start region="restart"
                  supervisor.startSoon("feed", Restart.ALWAYS, () -> report());
                  supervisor.startSoon("import", Restart.ON_FAILURE, () -> consume());
                  supervisor.startSoon("greeting", Restart.NEVER, () -> done.add("hello"));
                  // @end
                  Trio.sleep(Duration.ofMinutes(1));
                  supervisor.stop("enough");
                }));
    assertThat(done).containsExactlyInAnyOrder("reported", "consumed", "hello");
  }

  @Test
  void strategy() {
    List<String> order = new ArrayList<>();
    Startable<String> database =
        status -> {
          order.add("database");
          status.started("up");
          Trio.sleepForever();
        };
    failures = 1;
    Trio.run(
        OPTIONS,
        () -> {
          // @start region="strategy"
          // whoever needs the database starts when it is up, and anew when it was restarted
          Supervisor.run(
              SupervisorOptions.restForOne(),
              supervisor -> {
                supervisor.startSoon("database", Restart.ALWAYS, database);
                supervisor.startSoon("consumer", Restart.ON_FAILURE, () -> consume());
                Trio.sleep(Duration.ofMinutes(1));
                supervisor.stop("enough");
              });
          // @end
        });
    assertThat(order).containsExactly("database"); // it came first and did not fail
    assertThat(done).containsExactly("consumed");
  }

  @Test
  void options() {
    failures = 100;
    // @start region="options"
    SupervisorOptions options =
        SupervisorOptions.oneForOne()
            .withName("mail")
            .withLimit(5, Duration.ofMinutes(1))
            .withBackoff(inARow -> Duration.ofMillis(100L << Math.min(inARow, 6)));
    // @end
    ExceptionGroup group =
        catchThrowableOfType(
            ExceptionGroup.class,
            () ->
                Trio.run(
                    OPTIONS,
                    () ->
                        Supervisor.run(
                            options,
                            supervisor ->
                                supervisor.startSoon("a", Restart.ALWAYS, () -> consume()))));
    assertThat(group.errors()).hasSize(6);
  }

  @Test
  void status() {
    failures = 1;
    List<String> shown = new ArrayList<>();
    Trio.run(
        OPTIONS,
        () ->
            Supervisor.run(
                SupervisorOptions.oneForOne().withBackoff(_ -> Duration.ofSeconds(2)),
                supervisor -> {
                  supervisor.startSoon("consumer", Restart.ON_FAILURE, () -> consume());
                  Trio.sleep(Duration.ofSeconds(1));
                  // @start region="status"
                  for (SupervisorStatus.Child child : supervisor.status().children()) {
                    String why = child.lastFailure().map(Throwable::getMessage).orElse("");
                    shown.add(child.name() + " " + child.state() + " " + why);
                  }
                  // @end
                }));
    assertThat(shown).containsExactly("consumer WAITING connection reset");
  }

  @Test
  void child() {
    Trio.run(
        OPTIONS,
        () ->
            Supervisor.run(
                SupervisorOptions.oneForOne(),
                supervisor -> {
                  // @start region="child"
                  SupervisorChild old = supervisor.startSoon("feed", Restart.ALWAYS, this::report);
                  Trio.sleep(Duration.ofSeconds(1));
                  old.remove(); // has ended when this returns
                  supervisor.startSoon("feed", Restart.ALWAYS, this::report);
                  // @end
                  Trio.sleep(Duration.ofSeconds(1));
                  supervisor.stop("enough");
                }));
    assertThat(done).containsExactly("reported", "reported");
  }
}
