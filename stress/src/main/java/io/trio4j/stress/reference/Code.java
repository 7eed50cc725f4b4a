package io.trio4j.stress.reference;

import java.util.ArrayList;
import java.util.List;

/// A program laid out for the interpreter: nodes by index, so that a continuation is made of ints.
final class Code {
  static final int NOWHERE = -1;

  private final List<Node> nodes = new ArrayList<>();
  private final List<int[]> kids = new ArrayList<>();
  private final List<Integer> taskBodies = new ArrayList<>();
  private int numbers = 1;

  private Code() {}

  static Code of(Program program) {
    Lexical.problem(program)
        .ifPresent(problem -> {
          throw new IllegalArgumentException(problem);
        });
    Code code = new Code();
    code.add(program.main());
    return code;
  }

  private int add(Node node) {
    int at = nodes.size();
    nodes.add(node);
    kids.add(new int[0]);
    numbers = Math.max(numbers, node.number() + 1);
    int[] inside = new int[node.inside().size()];
    for (int k = 0; k < inside.length; k++) {
      inside[k] = add(node.inside().get(k));
    }
    kids.set(at, inside);
    if (node instanceof Node.StartSoon || node instanceof Node.Start) {
      taskBodies.add(at);
    }
    return at;
  }

  Node node(int at) {
    return nodes.get(at);
  }

  /// How many nodes the node has inside.
  int kidCount(int at) {
    return kids.get(at).length;
  }

  /// The index of the n-th node inside the node.
  int kid(int at, int n) {
    return kids.get(at)[n];
  }

  /// Numbers of scopes, nurseries and tasks are below this.
  int numbers() {
    return numbers;
  }

  /// All nodes, by index.
  List<Node> nodes() {
    return nodes;
  }

  /// The node that starts `task`.
  Node starterOf(int task) {
    for (int at : taskBodies) {
      if (nodes.get(at).number() == task) {
        return nodes.get(at);
      }
    }
    throw new IllegalArgumentException("no such task: " + task);
  }
}
