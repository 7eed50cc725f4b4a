package io.trio4j.stress.reference;

import io.trio4j.CancelReason;
import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.NoResultException;
import io.trio4j.Nursery;
import io.trio4j.NurseryAction;
import io.trio4j.NurseryCall;
import io.trio4j.ScopeOptions;
import io.trio4j.TaskStatus;
import io.trio4j.TooSlowException;
import io.trio4j.Trio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// One run of a program by the library: does what the nodes say with its public API.
final class LiveRun {
  private final Program program;
  private final boolean ordered;
  private final Map<Integer, CancelScope> scopes = new ConcurrentHashMap<>();
  private final Map<Integer, Nursery> nurseries = new ConcurrentHashMap<>();
  private final Map<Integer, TaskStatus<Integer>> statuses = new ConcurrentHashMap<>();
  private final Map<Integer, List<Integer>> logs = new ConcurrentHashMap<>();
  private final List<Integer> order = Collections.synchronizedList(new ArrayList<>());
  private volatile long endNanos;

  LiveRun(Program program, boolean ordered) {
    this.program = program;
    this.ordered = ordered;
  }

  /// A failure of the application.
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int id;

    Failure(int id) {
      super("failure " + id, null, true, false);
      this.id = id;
    }
  }

  /// The body of the main task.
  void main() throws Exception {
    try {
      run(program.main(), Program.MAIN);
    } finally {
      endNanos = Trio.currentTime().nanos();
    }
  }

  /// What the run came to, once it has ended.
  Outcome outcome(String result) {
    SortedMap<Integer, String> flags = new TreeMap<>();
    scopes.forEach((id, scope) -> {
      String source = scope.reason().map(CancelReason::source).map(Enum::name).orElse("");
      flags.put(id, Outcome.flags(source, scope.cancelledCaught()));
    });
    long endMillis = Duration.ofNanos(endNanos).toMillis();
    return new Outcome(
        result, flags, endMillis, new TreeMap<>(logs), ordered ? List.copyOf(order) : List.of());
  }

  /// The text for what a run threw, as the model writes it.
  static String text(Throwable thrown) {
    return switch (thrown) {
      case Failure failure -> "Fail" + failure.id;
      case TooSlowException _ -> Thrown.Library.TOO_SLOW.name();
      case NoResultException _ -> Thrown.Library.NO_RESULT.name();
      case IllegalStateException _ -> Thrown.Library.ILLEGAL_STATE.name();
      case Cancelled _ -> Thrown.Cancel.CANCELLED.toString();
      case ExceptionGroup group ->
          "Group" + group.errors().stream().map(LiveRun::text).sorted().toList();
      default -> thrown.toString();
    };
  }

  private void run(Node node, int task) throws Exception {
    switch (node) {
      case Node.Seq(var steps) -> {
        for (Node step : steps) {
          run(step, task);
        }
      }
      case Node.Checkpoint _ -> Trio.checkpoint();
      case Node.Sleep s -> Trio.sleep(millis(s.millis()));
      case Node.SleepForever _ -> Trio.sleepForever();
      case Node.Log l -> log(task, l.id());
      case Node.AskShutdown a -> log(task, CancelScope.isShuttingDown() ? a.id() : -a.id());
      case Node.Fail f -> throw new Failure(f.id());
      case Node.Nursery n -> nursery(n, task);
      case Node.StartSoon s ->
          nurseries
              .get(s.nursery())
              .startSoon(Program.taskName(s.task()), () -> run(s.body(), s.task()));
      case Node.Start s -> start(s);
      case Node.Started s -> statuses.get(s.task()).started(s.task());
      case Node.Scope s -> scope(s, task);
      case Node.Cancel c -> scopes.get(c.target()).cancel();
      case Node.CancelGracefully c ->
          scopes.get(c.target()).cancelGracefully(millis(c.graceMillis()));
      case Node.SetShield(int target, boolean on) -> {
        if (on) {
          scopes.get(target).shield();
        } else {
          scopes.get(target).unshield();
        }
      }
      case Node.SetDeadline s ->
          scopes.get(s.target()).setDeadline(Trio.currentTime().plus(millis(s.millis())));
      case Node.CatchFail c -> catchFail(c, task);
      case Node.Resource r -> resource(r, task);
      case Node.TryFinally t -> tryFinally(t, task);
      case Node.CatchCancelled c -> catchCancelled(c, task);
    }
  }

  private static Duration millis(int millis) {
    return Duration.ofMillis(millis);
  }

  private void log(int task, int id) {
    logs.computeIfAbsent(task, _ -> new ArrayList<>()).add(id); // by the task itself only
    if (ordered) {
      order.add(id);
    }
  }

  private void catchFail(Node.CatchFail node, int task) throws Exception {
    try {
      run(node.body(), task);
    } catch (RuntimeException _) { // what the program does with it is to log its number
      log(task, node.id());
    }
  }

  private void resource(Node.Resource node, int task) throws Exception {
    AutoCloseable closing =
        () -> {
          throw new Failure(node.id());
        };
    try (closing) {
      run(node.body(), task);
    }
  }

  private void tryFinally(Node.TryFinally node, int task) throws Exception {
    try {
      run(node.body(), task);
    } finally {
      run(node.cleanup(), task);
    }
  }

  private void catchCancelled(Node.CatchCancelled node, int task) throws Exception {
    try {
      run(node.body(), task);
    } catch (Cancelled cancelled) {
      run(node.handler(), task);
      throw cancelled;
    }
  }

  private void nursery(Node.Nursery node, int task) {
    NurseryAction body =
        nursery -> {
          nurseries.put(node.id(), nursery);
          scopes.put(node.id(), nursery.scope());
          run(node.body(), task);
        };
    if (node.valued()) {
      NurseryCall<Integer> call =
          nursery -> {
            body.run(nursery);
            return node.id();
          };
      Nursery.call("n" + node.id(), call);
    } else {
      Nursery.run("n" + node.id(), body);
    }
  }

  private void start(Node.Start node) throws Exception {
    int value =
        nurseries
            .get(node.nursery())
            .<Integer>start(
                Program.taskName(node.task()),
                status -> {
                  statuses.put(node.task(), status);
                  run(node.body(), node.task());
                });
    if (value != node.task()) {
      throw new AssertionError("start returned " + value + " instead of " + node.task());
    }
  }

  private void scope(Node.Scope node, int task) throws Exception {
    switch (node.kind()) {
      case PLAIN -> {
        if (node.valued()) {
          value(node, CancelScope.call(scope -> valued(node, scope, task)));
        } else {
          CancelScope.run(scope -> inside(node, scope, task));
        }
      }
      case MOVE_ON_AFTER -> {
        if (node.valued()) {
          enter(node, ScopeOptions.defaults().withTimeout(millis(node.millis())), task);
        } else {
          CancelScope.moveOnAfter(millis(node.millis()), scope -> inside(node, scope, task));
        }
      }
      case FAIL_AFTER -> {
        Duration time = millis(node.millis());
        if (node.valued()) {
          value(node, CancelScope.failAfterCall(time, scope -> valued(node, scope, task)));
        } else {
          CancelScope.failAfterRun(time, scope -> inside(node, scope, task));
        }
      }
      case SHIELDED -> enter(node, ScopeOptions.defaults().withShield(), task);
      case UNTIL_SHUTDOWN -> {
        CancelScope left = CancelScope.untilShutdown(() -> run(node.body(), task));
        scopes.put(node.id(), left);
      }
      case CLEANUP -> CancelScope.cleanup(millis(node.millis()), () -> run(node.body(), task));
    }
  }

  private void enter(Node.Scope node, ScopeOptions options, int task) throws Exception {
    CancelScope scope = CancelScope.of(options);
    scopes.put(node.id(), scope);
    if (node.valued()) {
      value(node, scope.enter(() -> valued(node, scope, task)));
    } else {
      scope.enter(() -> run(node.body(), task));
    }
  }

  private void inside(Node.Scope node, CancelScope scope, int task) throws Exception {
    scopes.put(node.id(), scope);
    run(node.body(), task);
  }

  private int valued(Node.Scope node, CancelScope scope, int task) throws Exception {
    inside(node, scope, task);
    return node.id();
  }

  private static void value(Node.Scope node, int value) {
    if (value != node.id()) {
      throw new AssertionError("scope " + node.id() + " returned " + value);
    }
  }
}
