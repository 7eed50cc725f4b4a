package io.trio4j.stress.canceltree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Visits every state that some interleaving of the processes reaches, breadth first, so that the
 * first violation found has a shortest trace.
 */
final class Explorer {
  private final Layout layout;
  private final List<Program> processes;
  private final Check check;
  private final List<byte[]> states = new ArrayList<>();
  private int[] predecessors = new int[1 << 12];
  private byte[] movers = new byte[1 << 12];
  private int[] edges = new int[1 << 14];
  private int edgeCount;
  private int[] table = new int[1 << 14];

  Explorer(Layout layout, List<Program> processes, Check check) {
    this.layout = layout;
    this.processes = processes;
    this.check = check;
  }

  Result explore(int maxStateCount) {
    indexOf(layout.initialState(), -1, -1);
    for (int i = 0; i < states.size(); i++) {
      if (states.size() > maxStateCount) {
        throw new IllegalStateException("more than " + maxStateCount + " states");
      }
      var violation = check.violation(states.get(i), !expand(i));
      if (violation.isPresent()) {
        return new Result(states.size(), Optional.of(violation.get() + "\n" + trace(i)));
      }
    }
    return new Result(
        states.size(), endless().map(i -> "I9: the steps can go on for ever\n" + trace(i)));
  }

  private boolean expand(int from) {
    boolean moved = false;
    for (int p = 0; p < processes.size(); p++) {
      var memory = states.get(from).clone();
      if (processes.get(p).advance(memory)) {
        moved = true;
        addEdge(from, indexOf(memory, from, p));
      }
    }
    return moved;
  }

  /** Finds the state, adding it if it is new. */
  private int indexOf(byte[] state, int predecessor, int mover) {
    int slot = slotOf(state);
    if (table[slot] != 0) {
      return table[slot] - 1;
    }
    int index = states.size();
    states.add(state);
    table[slot] = index + 1;
    if (index == predecessors.length) {
      predecessors = Arrays.copyOf(predecessors, index * 2);
      movers = Arrays.copyOf(movers, index * 2);
    }
    predecessors[index] = predecessor;
    movers[index] = (byte) mover;
    if (states.size() * 2 > table.length) {
      rehash();
    }
    return index;
  }

  private void addEdge(int from, int to) {
    if (edgeCount + 2 > edges.length) {
      edges = Arrays.copyOf(edges, edges.length * 2);
    }
    edges[edgeCount++] = from;
    edges[edgeCount++] = to;
  }

  /**
   * Takes away states without a predecessor until none is left; what stays is, or follows, a cycle.
   */
  private Optional<Integer> endless() {
    var firstEdge = new int[states.size() + 1];
    var incoming = new int[states.size()];
    for (int e = 0; e < edgeCount; e += 2) {
      firstEdge[edges[e] + 1] = e + 2;
      incoming[edges[e + 1]]++;
    }
    for (int i = 1; i <= states.size(); i++) {
      firstEdge[i] = Math.max(firstEdge[i], firstEdge[i - 1]);
    }
    var queue = new int[states.size()];
    int queued = 1;
    for (int q = 0; q < queued; q++) {
      for (int e = firstEdge[queue[q]]; e < firstEdge[queue[q] + 1]; e += 2) {
        if (--incoming[edges[e + 1]] == 0) {
          queue[queued++] = edges[e + 1];
        }
      }
    }
    if (queued == states.size()) {
      return Optional.empty();
    }
    return IntStream.range(0, states.size()).filter(i -> incoming[i] > 0).boxed().findFirst();
  }

  private int slotOf(byte[] state) {
    int hash = Arrays.hashCode(state) * 0x9E3779B9;
    int slot = (hash ^ hash >>> 15) & table.length - 1;
    while (table[slot] != 0 && !Arrays.equals(states.get(table[slot] - 1), state)) {
      slot = slot + 1 & table.length - 1;
    }
    return slot;
  }

  private void rehash() {
    table = new int[table.length * 2];
    for (int i = 0; i < states.size(); i++) {
      table[slotOf(states.get(i))] = i + 1;
    }
  }

  private String trace(int last) {
    var path = new ArrayList<Integer>();
    for (int i = last; i >= 0; i = predecessors[i]) {
      path.addFirst(i);
    }
    var text = new StringBuilder();
    for (int k = 1; k < path.size(); k++) {
      var before = states.get(path.get(k - 1));
      var mover = processes.get(movers[path.get(k)]);
      text.append(
          "%3d %-10s %s%s%n"
              .formatted(
                  k,
                  mover.name(),
                  mover.nextStep(before),
                  layout.difference(before, states.get(path.get(k)))));
    }
    for (var process : processes) {
      text.append(
          "    %-10s stands before: %s%n"
              .formatted(process.name(), process.nextStep(states.get(last))));
    }
    return text.toString();
  }

  /** What must hold in a state; {@code quiet} says that no process can move any more. */
  @FunctionalInterface
  interface Check {
    Optional<String> violation(byte[] state, boolean quiet);
  }

  record Result(int stateCount, Optional<String> counterexample) {}
}
