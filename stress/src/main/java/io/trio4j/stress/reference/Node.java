package io.trio4j.stress.reference;

import java.util.ArrayList;
import java.util.List;

/// A statement of a program. There are no loops and no functions, so each node runs at most once:
/// the number of a scope, a nursery or a task in the text is also its name in the run. Logs and
/// failures have numbers of their own, their marks.
///
/// References (`target`, `nursery`, `task`) are numbers of enclosing nodes; [Lexical] says which
/// are allowed. Times are milliseconds of a virtual clock.
sealed interface Node {

  /// One after the other.
  record Seq(List<Node> steps) implements Node {}

  /// Lets others run and throws if cancelled.
  record Checkpoint() implements Node {}

  /// Sleeps; 0 is a checkpoint.
  record Sleep(int millis) implements Node {}

  /// Sleeps until cancelled.
  record SleepForever() implements Node {}

  /// Writes its number into the task's log.
  record Log(int id) implements Node {}

  /// Logs its number, negative if the task is not shutting down.
  record AskShutdown(int id) implements Node {}

  /// Throws a failure of the application.
  record Fail(int id) implements Node {}

  /// A nursery; `valued` is the form that returns the body's value.
  record Nursery(int id, boolean valued, Node body) implements Node {}

  /// Starts a child in an enclosing nursery.
  record StartSoon(int nursery, int task, Node body) implements Node {}

  /// Starts a child and waits until it reports.
  record Start(int nursery, int task, Node body) implements Node {}

  /// Reports to the [Start] of the enclosing task with this number.
  record Started(int task) implements Node {}

  /// A cancel scope; `valued` is the form that returns the body's value.
  record Scope(int id, ScopeKind kind, int millis, boolean valued, Node body) implements Node {}

  /// Cancels a scope or a nursery.
  record Cancel(int target) implements Node {}

  /// Winds a scope or a nursery down.
  record CancelGracefully(int target, int graceMillis) implements Node {}

  /// Shields a scope or a nursery, or ends that.
  record SetShield(int target, boolean on) implements Node {}

  /// Moves a deadline to so much from now; negative lies in the past.
  record SetDeadline(int target, int millis) implements Node {}

  /// `catch (RuntimeException)`: logs its number and goes on.
  record CatchFail(int id, Node body) implements Node {}

  /// `try … finally`.
  record TryFinally(Node body, Node cleanup) implements Node {}

  /// `catch (Cancelled)` that runs the handler and throws the caught one again.
  record CatchCancelled(Node body, Node handler) implements Node {}

  /// `try` with a resource whose `close` throws a failure.
  record Resource(int id, Node body) implements Node {}

  /// The nodes directly inside, in the order of the text.
  default List<Node> inside() {
    return switch (this) {
      case Seq(var steps) -> steps;
      case Nursery n -> List.of(n.body());
      case StartSoon s -> List.of(s.body());
      case Start s -> List.of(s.body());
      case Scope s -> List.of(s.body());
      case CatchFail c -> List.of(c.body());
      case Resource r -> List.of(r.body());
      case TryFinally t -> List.of(t.body(), t.cleanup());
      case CatchCancelled c -> List.of(c.body(), c.handler());
      case Checkpoint _, Sleep _, SleepForever _, Log _, AskShutdown _, Fail _, Started _ ->
          List.of();
      case Cancel _, CancelGracefully _, SetShield _, SetDeadline _ -> List.of();
    };
  }

  /// This node with other nodes inside, as many as [#inside()] has; for a [Seq] any number.
  default Node with(List<Node> inside) {
    return switch (this) {
      case Seq _ -> new Seq(List.copyOf(inside));
      case Nursery n -> new Nursery(n.id(), n.valued(), inside.getFirst());
      case StartSoon s -> new StartSoon(s.nursery(), s.task(), inside.getFirst());
      case Start s -> new Start(s.nursery(), s.task(), inside.getFirst());
      case Scope s -> new Scope(s.id(), s.kind(), s.millis(), s.valued(), inside.getFirst());
      case CatchFail c -> new CatchFail(c.id(), inside.getFirst());
      case Resource r -> new Resource(r.id(), inside.getFirst());
      case TryFinally _ -> new TryFinally(inside.get(0), inside.get(1));
      case CatchCancelled _ -> new CatchCancelled(inside.get(0), inside.get(1));
      case Checkpoint _, Sleep _, SleepForever _, Log _, AskShutdown _, Fail _, Started _ -> this;
      case Cancel _, CancelGracefully _, SetShield _, SetDeadline _ -> this;
    };
  }

  /// The number of the scope, nursery or task that begins here, or -1.
  default int number() {
    return switch (this) {
      case Nursery n -> n.id();
      case StartSoon s -> s.task();
      case Start s -> s.task();
      case Scope s -> s.id();
      case Seq _, Checkpoint _, Sleep _, SleepForever _, Started _, TryFinally _ -> -1;
      case Log _, AskShutdown _, Fail _, CatchFail _, Resource _ -> -1;
      case CatchCancelled _, Cancel _, CancelGracefully _, SetShield _, SetDeadline _ -> -1;
    };
  }

  /// The number by which this place is known in logs and failures, or -1.
  default int mark() {
    return switch (this) {
      case Log l -> l.id();
      case AskShutdown a -> a.id();
      case Fail f -> f.id();
      case CatchFail c -> c.id();
      case Resource r -> r.id();
      case Seq _, Checkpoint _, Sleep _, SleepForever _, Started _, TryFinally _ -> -1;
      case Nursery _, StartSoon _, Start _, Scope _, CatchCancelled _ -> -1;
      case Cancel _, CancelGracefully _, SetShield _, SetDeadline _ -> -1;
    };
  }

  /// This node and all below it, in the order of the text.
  default List<Node> all() {
    List<Node> all = new ArrayList<>();
    collect(this, all);
    return all;
  }

  private static void collect(Node node, List<Node> into) {
    into.add(node);
    node.inside().forEach(inner -> collect(inner, into));
  }
}
