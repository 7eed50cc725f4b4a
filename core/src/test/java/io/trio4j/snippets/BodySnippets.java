package io.trio4j.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.Action;
import io.trio4j.BlockingAction;
import io.trio4j.BlockingCall;
import io.trio4j.Call;
import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.NurseryAction;
import io.trio4j.NurseryCall;
import io.trio4j.ProgramBody;
import io.trio4j.RunOptions;
import io.trio4j.ScopeAction;
import io.trio4j.ScopeCall;
import io.trio4j.Startable;
import io.trio4j.TaskStatus;
import io.trio4j.Trio;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;

/// The types of bodies, for methods of one's own that take one.
class BodySnippets {
  private final List<String> log = new ArrayList<>();

  // @start region="action"
  /** Runs any body under the house's time limit; what it throws goes on with its own type. */
  static <X extends Throwable> void politely(Action<X> body) throws X {
    CancelScope.failAfter(Duration.ofSeconds(3), body);
  }

  // @end

  // @start region="call"
  static <T, X extends Throwable> T timed(String what, List<String> log, Call<T, X> body) throws X {
    T value = CancelScope.failAfter(Duration.ofSeconds(3), body);
    log.add(what + " done");
    return value;
  }

  // @end

  @Test
  void bodies_keep_their_checked_type() {
    assertThatThrownBy(() ->
            Trio.run(() ->
                politely(() -> {
                  throw new IOException("no such file");
                })))
        .isInstanceOf(IOException.class);

    int answer = Trio.run(() -> timed("sum", log, () -> 40 + 2));

    assertThat(answer).isEqualTo(42);
    assertThat(log).containsExactly("sum done");
  }

  @Test
  void nursery_bodies() {
    // @start region="nurseryAction"
    NurseryAction fanOut =
        nursery -> {
          nursery.startSoon("left", () -> Trio.checkpoint());
          nursery.startSoon("right", () -> Trio.checkpoint());
        };
    Trio.run(() -> Nursery.run("fan", fanOut));
    // @end

    // @start region="nurseryCall"
    NurseryCall<Integer> sum =
        nursery -> {
          var left = nursery.startSoon("left", () -> 40);
          var right = nursery.startSoon("right", () -> 2);
          return left.join() + right.join();
        };
    int answer = Trio.run(() -> Nursery.call("sum", sum));
    // @end

    assertThat(answer).isEqualTo(42);
  }

  @Test
  void scope_bodies() {
    // @start region="scopeAction"
    ScopeAction<RuntimeException> patient =
        scope -> {
          for (int part = 0; part < 5; part++) {
            Trio.sleep(Duration.ofSeconds(1)); // one part of the work
            scope.touch(); // an idle time-out: only a part that takes too long ends it
          }
          log.add("all parts");
        };
    Trio.run(
        RunOptions.deterministic(1),
        () -> CancelScope.failAfterRun(Duration.ofSeconds(2), patient));
    // @end

    // @start region="scopeCall"
    ScopeCall<String, RuntimeException> hurried =
        scope -> {
          Trio.sleep(Duration.ofSeconds(1));
          return scope.remaining().toSeconds() + " s to spare";
        };
    String left =
        Trio.run(
            RunOptions.deterministic(1),
            () -> CancelScope.failAfterCall(Duration.ofSeconds(4), hurried));
    // @end

    assertThat(log).containsExactly("all parts");
    assertThat(left).isEqualTo("3 s to spare");
  }

  @Test
  void blocking_bodies() throws InterruptedException {
    BlockingQueue<String> queue = new ArrayBlockingQueue<>(1);
    // @start region="blockingAction"
    BlockingAction<InterruptedException> put =
        region -> queue.put("parcel"); // an interrupt ends it
    Trio.run(() -> Trio.blocking(put));
    // @end

    // @start region="blockingCall"
    BlockingCall<String, InterruptedException> take = region -> queue.take();
    String got = Trio.run(() -> Trio.blockingCall(take));
    // @end

    assertThat(got).isEqualTo("parcel");
  }

  @Test
  void status() throws Exception {
    // @start region="status"
    Startable<String> greeter =
        status -> {
          status.started("ready"); // `start` returns this, and the task goes on
          log.add("still at work");
        };
    String said = Trio.run(() -> Nursery.call(nursery -> nursery.start(greeter)));
    Trio.run(() -> Nursery.run(_ -> greeter.run(TaskStatus.ignored()))); // as an ordinary body
    // @end
    assertThat(said).isEqualTo("ready");
    assertThat(log).containsExactly("still at work", "still at work");
  }

  // @start region="program"
  static final ProgramBody PROGRAM =
      args -> {
        if (args.length == 0) {
          return 2; // the exit code: wrong usage
        }
        Nursery.run(nursery -> {
          for (String arg : args) {
            nursery.startSoon(arg, () -> Trio.checkpoint());
          }
        });
        return 0;
      };

  // @end

  @Test
  void program() throws Exception {
    int code = Trio.run(() -> PROGRAM.run(new String[] {"a"}));
    assertThat(code).isZero();
  }
}
