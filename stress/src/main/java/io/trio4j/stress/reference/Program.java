package io.trio4j.stress.reference;

import java.util.Arrays;
import java.util.List;

/// A program of nurseries, scopes, cancels and failures; the body of its main task.
///
/// @param main what the main task runs
record Program(Node main) {

  /// The number of the main task.
  static final int MAIN = 0;

  /// A program of these statements, for tests.
  static Program of(Node... steps) {
    return new Program(seq(steps));
  }

  /// These statements as one.
  static Node seq(Node... steps) {
    return steps.length == 1 ? steps[0] : new Node.Seq(List.copyOf(Arrays.asList(steps)));
  }

  /// How many nodes it has, sequences not counted.
  int size() {
    return (int) main.all().stream().filter(node -> !(node instanceof Node.Seq)).count();
  }

  /// The name of a task in traces and outcomes.
  static String taskName(int task) {
    return task == MAIN ? "main" : "t" + task;
  }
}
