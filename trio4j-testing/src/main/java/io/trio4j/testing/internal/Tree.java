package io.trio4j.testing.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All schedules of a test, gone through depth first: each run repeats the decisions of the run
/// before up to the last one that can be made otherwise.
final class Tree {
  /*
   * Idea
   *   Stateless model checking with sleep sets (Godefroid, "Partial-Order Methods for the
   *   Verification of Concurrent Systems", 1996). When all schedules that begin with task t at a node
   *   were seen, t falls asleep there; it stays asleep along another branch as long as only turns are
   *   taken that commute with the turn t would take. A branch on which everybody who is ready sleeps
   *   repeats what was seen in another order, and is cut: the run goes on as usual, nothing below is
   *   looked at.
   *
   * How we differ
   *   A turn is all a task does from one checkpoint to the next, and nobody sees which fields it
   *   touches. So turns commute only if the test tells what it shares (Touches), and nobody ever
   *   sleeps otherwise.
   *
   * Invariants
   *   I1 `path` holds a node for each decision of the current run, until it is cut.
   *   I2 A node's `used` is what the turn given by its decision used, once that turn has ended.
   */
  private final int mostPreemptions;
  private final List<Node> path = new ArrayList<>();
  private int depth; // of the next decision of the current run
  private boolean cut; // the rest of the current run repeats another in another order
  private int different = -1; // the step at which somebody else was ready than before
  private int redundant; // runs that were cut
  private boolean bounded; // a branch was left out for its preemptions

  Tree(int mostPreemptions) {
    this.mostPreemptions = mostPreemptions;
  }

  /// One decision.
  private static final class Node {
    final int[] order; // who was ready; the usual one first
    final Map<Integer, Touches.Used> asleep;
    final int preemptions; // before it
    final int last; // who had the turn, or -1 if that one was not ready
    int at; // into order
    Touches.Used used = Touches.Used.EVERYTHING;

    Node(int[] order, Map<Integer, Touches.Used> asleep, int preemptions, int last) {
      this.order = order;
      this.asleep = asleep;
      this.preemptions = preemptions;
      this.last = last;
    }

    int task() {
      return order[at];
    }

    int preemptionsAfter() {
      return preemptions + (last >= 0 && task() != last ? 1 : 0);
    }
  }

  /// Leads the next run.
  Chooser leader(Touches touches) {
    depth = 0;
    cut = false;
    return choice -> choose(choice, touches.take());
  }

  private int choose(Choice choice, Touches.Used used) {
    if (cut || different >= 0) {
      return choice.usual();
    }
    if (depth > 0) {
      path.get(depth - 1).used = used;
    }
    if (depth == path.size() && !add(choice)) {
      cut = true;
      redundant++;
      return choice.usual();
    }
    Node node = path.get(depth++);
    int index = choice.indexOf(node.task());
    if (index < 0 || node.order.length != choice.count()) {
      different = choice.step();
      return choice.usual();
    }
    return index;
  }

  /// Makes the node of this decision, unless everybody sleeps.
  private boolean add(Choice choice) {
    Node above = path.isEmpty() ? null : path.getLast();
    Map<Integer, Touches.Used> asleep = new LinkedHashMap<>();
    if (above != null) {
      above.asleep.forEach((task, used) -> {
        if (used.commutesWith(above.used)) {
          asleep.put(task, used);
        }
      });
    }
    Node node =
        new Node(
            usualFirst(choice),
            asleep,
            above == null ? 0 : above.preemptionsAfter(),
            choice.lastIsReady() ? choice.last() : -1);
    node.at = -1;
    if (!next(node)) {
      return false;
    }
    path.add(node);
    return true;
  }

  private static int[] usualFirst(Choice choice) {
    int[] order = choice.candidates();
    int usual = choice.usual();
    int first = order[usual];
    System.arraycopy(order, 0, order, 1, usual);
    order[0] = first;
    return order;
  }

  /// Goes to the next branch of the node that is to be looked at.
  private boolean next(Node node) {
    for (node.at++; node.at < node.order.length; node.at++) {
      boolean sleeps = node.asleep.containsKey(node.task());
      boolean tooMany = node.at > 0 && node.preemptionsAfter() > mostPreemptions;
      bounded |= tooMany && !sleeps;
      if (!sleeps && !tooMany) {
        return true;
      }
    }
    return false;
  }

  /// The run is over: turns to the next.
  ///
  /// @return false if there is none
  boolean advance(Touches touches) {
    if (!cut && depth > 0) {
      path.get(depth - 1).used = touches.take();
    }
    while (!path.isEmpty()) {
      Node node = path.getLast();
      if (mostPreemptions == Integer.MAX_VALUE) { // else what sleeps may need one too many
        node.asleep.put(node.task(), node.used);
      }
      if (next(node)) {
        return true;
      }
      path.removeLast();
    }
    return false;
  }

  /// The first step at which this run was not what the one before was; -1 if there is none.
  int differentStep() {
    return different;
  }

  int redundantCount() {
    return redundant;
  }

  boolean isBounded() {
    return bounded;
  }

  /// How much of the tree was gone through, if all branches of a node were equally large.
  double coverage() {
    double done = 0;
    double share = 1;
    for (Node node : path) {
      share /= node.order.length;
      done += share * node.at;
    }
    return path.isEmpty() ? 1 : done;
  }
}
