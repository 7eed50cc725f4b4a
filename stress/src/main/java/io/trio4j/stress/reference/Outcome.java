package io.trio4j.stress.reference;

import io.trio4j.stress.reference.ScopeState.Life;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a run of a program came to, comparable between the model and an implementation.
///
/// @param result what the run returned or threw, a group as a tree without order
/// @param flags for each scope and nursery that was entered and can be asked: who cancelled it
///   first, and whether it absorbed that
/// @param endMillis the virtual time at the end
/// @param logs what each task logged
/// @param order what all tasks logged, in order; empty where order is free
record Outcome(
    String result,
    SortedMap<Integer, String> flags,
    long endMillis,
    SortedMap<Integer, List<Integer>> logs,
    List<Integer> order) {

  /// A run that never ends.
  static final Outcome HANG = failed("hang");

  /// A run in which something happened that the semantics do not cover.
  static final Outcome ASTRAY = failed("astray");

  /// An outcome that is none.
  static Outcome failed(String how) {
    return new Outcome(how, new TreeMap<>(), -1, new TreeMap<>(), List.of());
  }

  /// The outcome of a run of the model that is over.
  static Outcome of(Code code, World world) {
    if (world.astray()) {
      return ASTRAY;
    }
    SortedMap<Integer, String> flags = new TreeMap<>();
    SortedMap<Integer, List<Integer>> logs = new TreeMap<>();
    for (Node node : code.nodes()) {
      if (canBeAsked(node, world)) {
        ScopeState scope = world.scope(node.number());
        flags.put(node.number(), flags(source(scope), scope.caught()));
      }
    }
    for (int id = 0; id < world.numbers(); id++) {
      List<Integer> log = world.task(id).log().toList();
      if (!log.isEmpty()) {
        logs.put(id, log);
      }
    }
    String result = world.task(Program.MAIN).signal().toString();
    return new Outcome(result, flags, world.now(), logs, world.order().toList());
  }

  /// The form `untilShutdown` gives its scope away only when it returns, `cleanup` never.
  private static boolean canBeAsked(Node node, World world) {
    return switch (node) {
      case Node.Nursery n -> world.scope(n.id()).life() != Life.ABSENT;
      case Node.Scope s -> {
        Life life = world.scope(s.id()).life();
        yield s.kind().named()
            ? life != Life.ABSENT
            : s.kind() == ScopeKind.UNTIL_SHUTDOWN && life == Life.RETURNED;
      }
      default -> false;
    };
  }

  private static String source(ScopeState scope) {
    return switch (scope.cause()) {
      case NONE -> "";
      case BY_HAND -> "EXPLICIT";
      case DEADLINE -> "DEADLINE";
      case FAILURE -> "NURSERY";
      case SHUTDOWN -> "SHUTDOWN";
    };
  }

  /// The text for what a scope says: who cancelled it, empty if nobody, and whether it absorbed.
  static String flags(String source, boolean caught) {
    return (source.isEmpty() ? "-" : source) + (caught ? " caught" : "");
  }

  /// The same without the order of logs of different tasks.
  Outcome withoutOrder() {
    return order.isEmpty() ? this : new Outcome(result, flags, endMillis, logs, List.of());
  }

  @Override
  public String toString() {
    return result
        + " flags="
        + flags
        + " end="
        + endMillis
        + " logs="
        + logs
        + (order.isEmpty() ? "" : " order=" + order);
  }
}
