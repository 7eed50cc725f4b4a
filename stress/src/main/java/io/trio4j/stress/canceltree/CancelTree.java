package io.trio4j.stress.canceltree;

import java.util.ArrayList;
import java.util.List;

/** The shared memory of one scenario, and what is true of it by definition. */
final class CancelTree {
  static final int CANCELLED = 1;
  static final int EFFECTIVE = 2;
  static final int SHIELD = 4;
  static final int UNARMED = 8;
  static final int OWN_UNARMED = 16;

  static final int NONE = -1;

  /** A deadline that may pass at any moment, and one that never does. */
  static final int NEAR = 1;

  static final int FAR = 2;

  static final int WAITING = 0;
  static final int ABORTING = 1;
  static final int ABORTED = 2;
  static final int DONE = 3;

  static final int FREE = 0;
  static final int CANCELLING = 1;
  static final int CHANGING = 2;

  final Layout layout = new Layout();
  final int scopeCount;
  final int taskCount;
  final int tokenCount;

  // Scopes. The parent never changes but for the root scope of a task begun by start.
  final int[] parent;
  final int[] state;
  final int[] exited;
  final int[] deadline;
  final int[] monitor;
  final int[] entry;
  final int[] entryCount;
  final int[] inTimer;
  final int[] nearEntries;

  // Nurseries, by their scope. Node t stands for task t, node t + taskCount for it after its
  // adoption.
  final int[] head;
  final int[] liveCount;
  final int[] childCancelled;
  final int[] next;

  // Tasks.
  final int[] current;
  final int[] waitToken;
  final int[] begun;
  final int[] taskEnded;
  final int[] nurseryOf;
  final int[] nodeOf;

  // Wait tokens.
  final int[] tokenState;
  final int[] abortCount;
  final int[] completionCount;
  final int[] scopeAtPark;

  final int lock;
  final int delivered;

  // Known to the checks only: who holds the lock for what, who is inside enter, which cancels have
  // returned.
  final int lockPurpose;
  final int[] entering;
  final int[] entered;
  final int[] cancelReturned;
  final int violation;

  final List<String> violations = new ArrayList<>();
  private final int[] outer;
  private final boolean[] nursery;
  private final boolean[] deadlined;

  CancelTree(int scopeCount, int taskCount, int tokenCount) {
    this.scopeCount = scopeCount;
    this.taskCount = taskCount;
    this.tokenCount = tokenCount;
    outer = new int[scopeCount];
    outer[0] = NONE;
    nursery = new boolean[scopeCount];
    deadlined = new boolean[scopeCount];
    parent = layout.cells("parent", scopeCount, NONE);
    state = layout.cells("state", scopeCount, 0);
    exited = layout.cells("exited", scopeCount, 0);
    deadline = layout.cells("deadline", scopeCount, 0);
    monitor = layout.cells("monitor", scopeCount, 0);
    entry = layout.cells("entry", scopeCount, 0);
    entryCount = layout.cells("entryCount", scopeCount, 0);
    inTimer = layout.cells("inTimer", scopeCount, 0);
    nearEntries = layout.cells("nearEntries", scopeCount, 0);
    head = layout.cells("head", scopeCount, NONE);
    liveCount = layout.cells("liveCount", scopeCount, 0);
    childCancelled = layout.cells("childCancelled", scopeCount, 0);
    next = layout.cells("next", taskCount * 2, NONE);
    current = layout.cells("current", taskCount, 0);
    waitToken = layout.cells("wait", taskCount, NONE);
    begun = layout.cells("begun", taskCount, 0);
    taskEnded = layout.cells("taskEnded", taskCount, 0);
    nurseryOf = layout.cells("nurseryOf", taskCount, NONE);
    nodeOf = layout.cells("nodeOf", taskCount, NONE);
    tokenState = layout.cells("token", tokenCount, WAITING);
    abortCount = layout.cells("abortCount", tokenCount, 0);
    completionCount = layout.cells("completionCount", tokenCount, 0);
    scopeAtPark = layout.cells("scopeAtPark", tokenCount, NONE);
    lock = layout.cell("lock", 0);
    delivered = layout.cell("delivered", 0);
    lockPurpose = layout.cell(".lockPurpose", FREE);
    entering = layout.cells(".entering", taskCount, 0);
    entered = layout.cells(".entered", scopeCount, 0);
    cancelReturned = layout.cells(".cancelReturned", scopeCount, 0);
    violation = layout.cell(".violation", 0);
    layout.initially(begun[0], 1);
    layout.initially(entered[0], 1);
  }

  void declareNursery(int scope) {
    nursery[scope] = true;
  }

  /** Says in which scope another one is written. */
  void nest(int scope, int outerScope) {
    outer[scope] = outerScope;
    layout.initially(parent[scope], outerScope);
  }

  int outerOf(int scope) {
    return outer[scope];
  }

  /** Says that a scope has a deadline from its entry on, or (0) may get one. */
  void declareDeadline(int scope, int value) {
    deadlined[scope] = true;
    layout.initially(deadline[scope], value);
  }

  boolean mayHaveDeadline(int scope) {
    return deadlined[scope];
  }

  boolean isNursery(int scope) {
    return nursery[scope];
  }

  /** Notes a broken rule found inside a step; the next check reports it. */
  void report(byte[] m, String message) {
    if (!violations.contains(message)) {
      violations.add(message);
    }
    m[violation] = (byte) (violations.indexOf(message) + 1);
  }

  boolean has(byte[] m, int scope, int bit) {
    return (m[state[scope]] & bit) != 0;
  }

  /** The definition that the EFFECTIVE bit must equal. */
  boolean isCancelledByDefinition(byte[] m, int scope) {
    for (int s = scope; s != NONE; s = m[parent[s]]) {
      if (has(m, s, CANCELLED)) {
        return true;
      }
      if (has(m, s, SHIELD)) {
        return false;
      }
    }
    return false;
  }

  /** Whether a visible cancel has returned to its caller. */
  private boolean hasReturnedCancel(byte[] m, int scope) {
    for (int s = scope; s != NONE; s = m[parent[s]]) {
      if (has(m, s, CANCELLED) && m[cancelReturned[s]] != 0) {
        return true;
      }
      if (has(m, s, SHIELD)) {
        return false;
      }
    }
    return false;
  }

  /** For checkpoints that pass. A shield or a move in progress may still go either way. */
  void checkReturnedCancel(byte[] m, int scope) {
    if (m[lockPurpose] != CHANGING && hasReturnedCancel(m, scope)) {
      report(m, "I7: a checkpoint passed after cancel() had returned");
    }
  }

  /** How many scopes lie between the two, or NONE if the upper one isn't on the chain. */
  int distance(byte[] m, int from, int top) {
    int count = 0;
    for (int s = from; s != NONE; s = m[parent[s]]) {
      if (s == top) {
        return count;
      }
      count++;
    }
    return NONE;
  }

  int ancestor(byte[] m, int scope, int levels) {
    int s = scope;
    for (int i = 0; i < levels; i++) {
      s = m[parent[s]];
    }
    return s;
  }

  /** Sets EFFECTIVE as the parent's bit and the scope's own bits demand. Only under the lock. */
  void recompute(byte[] m, int scope, boolean regardShield) {
    int own = m[state[scope]];
    boolean inherits = m[parent[scope]] != NONE && has(m, m[parent[scope]], EFFECTIVE);
    boolean hidden = regardShield && (own & SHIELD) != 0;
    boolean effective = (own & CANCELLED) != 0 || (inherits && !hidden);
    m[state[scope]] = (byte) (effective ? own | EFFECTIVE : own & ~EFFECTIVE);
  }

  boolean isLiveNode(byte[] m, int node) {
    int task = node % taskCount;
    return m[nodeOf[task]] == node && m[taskEnded[task]] == 0;
  }

  boolean isAlive(byte[] m, int task) {
    return m[begun[task]] != 0 && m[taskEnded[task]] == 0;
  }
}
