package io.trio4j.stress.canceltree;

import static io.trio4j.stress.canceltree.CancelTree.ABORTED;
import static io.trio4j.stress.canceltree.CancelTree.ABORTING;
import static io.trio4j.stress.canceltree.CancelTree.CANCELLED;
import static io.trio4j.stress.canceltree.CancelTree.CANCELLING;
import static io.trio4j.stress.canceltree.CancelTree.CHANGING;
import static io.trio4j.stress.canceltree.CancelTree.EFFECTIVE;
import static io.trio4j.stress.canceltree.CancelTree.FREE;
import static io.trio4j.stress.canceltree.CancelTree.NONE;
import static io.trio4j.stress.canceltree.CancelTree.SHIELD;
import static io.trio4j.stress.canceltree.CancelTree.WAITING;
import static io.trio4j.stress.canceltree.Program.BLOCKED;
import static io.trio4j.stress.canceltree.Program.NEXT;

/** What is done under the tree lock: cancel, setShield, and the walk all changes share. */
final class TreeSteps {
  private final CancelTree tree;
  private final Program program;
  private final Variant variant;

  private final int task;
  private final int top;
  private final int currentSeen;
  private final int level;
  private final int changed;
  private final int pendingCount;
  private final int[] pendingTasks;
  private final int[] pendingTops;
  private final int tokenSeen;
  private final int taken;

  TreeSteps(CancelTree tree, Program program, Variant variant) {
    this.tree = tree;
    this.program = program;
    this.variant = variant;
    task = program.local("task");
    top = program.local("top");
    currentSeen = program.local("currentSeen");
    level = program.local("level");
    changed = program.local("changed");
    pendingCount = program.local("pendingCount");
    pendingTasks = new int[tree.taskCount * 2];
    pendingTops = new int[tree.taskCount * 2];
    for (int i = 0; i < pendingTasks.length; i++) {
      pendingTasks[i] = program.local("pendingTask" + i);
      pendingTops[i] = program.local("pendingTop" + i);
    }
    tokenSeen = program.local("tokenSeen");
    taken = program.local("taken");
  }

  void awaitEntered(int scope) {
    program.step(
        "await that scope " + scope + " is entered",
        m -> m[tree.entered[scope]] == 0 ? BLOCKED : NEXT);
  }

  void lock(int purpose) {
    program.step(
        "lock",
        m -> {
          if (m[tree.lock] != 0) {
            return BLOCKED;
          }
          m[tree.lock] = 1;
          m[tree.lockPurpose] = (byte) purpose;
          return NEXT;
        });
  }

  void unlock() {
    program.step(
        "unlock",
        m -> {
          m[tree.lock] = 0;
          m[tree.lockPurpose] = FREE;
          return NEXT;
        });
  }

  void cancel(int scope, int owner) {
    int end = program.label();
    if (variant == Variant.SECOND_CANCEL_RETURNS_EARLY) {
      program.step(
          "read state " + scope + " before the lock",
          m -> tree.has(m, scope, CANCELLED) ? end : NEXT);
    }
    lock(CANCELLING);
    cancelLocked(scope, owner);
    unlock();
    deliverTaken();
    program.place(end);
    program.step(
        "cancel(" + scope + ") returns",
        m -> {
          m[tree.cancelReturned[scope]] = 1;
          return NEXT;
        });
  }

  void cancelLocked(int scope, int owner) {
    program.step(
        "mark " + scope + " cancelled",
        m -> {
          m[tree.state[scope]] |= CANCELLED;
          return NEXT;
        });
    walk(owner, scope);
  }

  void setShield(int scope, int owner, boolean on) {
    lock(CHANGING);
    program.step(
        "set shield of " + scope + " " + on,
        m -> {
          int own = m[tree.state[scope]];
          m[tree.state[scope]] = (byte) (on ? own | SHIELD : own & ~SHIELD);
          return NEXT;
        });
    walk(owner, scope);
    unlock();
    deliverTaken();
  }

  /**
   * Recomputes the subtree of a scope, top down, and takes the waits that now stand in a cancelled
   * scope.
   */
  void walk(int owner, int scope) {
    int visit = program.label();
    int again = program.label();
    int onChain = program.label();
    int chain = program.label();
    int end = program.label();
    program.step(
        "begin the walk at task " + owner,
        m -> {
          push(m, owner, scope);
          return NEXT;
        });
    program.place(visit);
    takeNextTask(end);
    program.place(again);
    program.step(
        "read current of the task",
        m -> {
          m[currentSeen] = m[tree.current[m[task]]];
          int distance = tree.distance(m, m[currentSeen], m[top]);
          m[level] = (byte) distance;
          return distance == NONE ? NEXT : onChain;
        });
    program.step(
        "not there: recompute the top alone",
        m -> {
          tree.recompute(m, m[top], variant != Variant.SHIELD_IGNORED);
          return visit;
        });
    program.place(onChain);
    if (variant == Variant.WAIT_READ_BEFORE_MARKING) {
      readWait();
    }
    program.place(chain);
    if (variant == Variant.CHILDREN_READ_BEFORE_MARKING) {
      visitChildren();
    }
    program.step(
        "recompute the next scope down",
        m -> {
          int s = tree.ancestor(m, m[currentSeen], m[level]);
          int before = m[tree.state[s]];
          tree.recompute(m, s, variant != Variant.SHIELD_IGNORED);
          m[changed] = (byte) (before != m[tree.state[s]] ? 1 : 0);
          return NEXT;
        });
    if (variant != Variant.CHILDREN_READ_BEFORE_MARKING) {
      visitChildren();
    }
    program.step(
        "further down?",
        m -> {
          m[level]--;
          return m[level] >= 0 ? chain : NEXT;
        });
    if (variant != Variant.CURRENT_READ_ONCE) {
      program.step(
          "is current still the same?",
          m -> m[tree.current[m[task]]] == m[currentSeen] ? NEXT : again);
    }
    if (variant != Variant.WAIT_READ_BEFORE_MARKING) {
      readWait();
    }
    takeWait();
    program.jump(visit);
    program.place(end);
  }

  private void readWait() {
    program.step(
        "read the task's wait",
        m -> {
          m[tokenSeen] = (byte) (m[tree.waitToken[m[task]]] + 1);
          return NEXT;
        });
  }

  private void takeWait() {
    program.step(
        "take the wait if its scope is cancelled",
        m -> {
          int token = m[tokenSeen] - 1;
          m[tokenSeen] = 0;
          if (token != NONE
              && m[tree.tokenState[token]] == WAITING
              && (variant == Variant.WAIT_TAKEN_UNSEEN
                  || tree.has(m, m[tree.scopeAtPark[token]], EFFECTIVE))) {
            m[tree.tokenState[token]] = ABORTING;
            m[taken] |= (byte) bit(token);
            checkDelivery(m, token);
          }
          return NEXT;
        });
  }

  private void checkDelivery(byte[] m, int token) {
    int scope = m[tree.scopeAtPark[token]];
    if (!tree.isCancelledByDefinition(m, scope)) {
      tree.report(m, "I2: took a wait whose scope is not cancelled");
    }
    if (m[tree.current[m[task]]] != scope) {
      tree.report(m, "I2: took a wait of a scope the task has left");
    }
  }

  private void takeNextTask(int end) {
    program.step(
        "take the next task to visit",
        m -> {
          m[changed] = 0;
          m[level] = 0;
          m[currentSeen] = 0;
          m[task] = 0;
          m[top] = 0;
          if (m[pendingCount] == 0) {
            return end;
          }
          m[pendingCount]--;
          m[task] = m[pendingTasks[m[pendingCount]]];
          m[top] = m[pendingTops[m[pendingCount]]];
          m[pendingTasks[m[pendingCount]]] = 0;
          m[pendingTops[m[pendingCount]]] = 0;
          return NEXT;
        });
  }

  /**
   * A nursery's children need a visit only if its bit has changed: else they are right, or help
   * themselves.
   */
  private void visitChildren() {
    boolean early = variant == Variant.CHILDREN_READ_BEFORE_MARKING;
    program.step(
        "read the children, if it is a nursery and changed",
        m -> {
          int s = tree.ancestor(m, m[currentSeen], m[level]);
          if (tree.isNursery(s)
              && (m[changed] != 0 || early)
              && variant != Variant.CHILDREN_NOT_VISITED) {
            pushChildren(m, s);
          }
          m[changed] = 0;
          return NEXT;
        });
  }

  private void pushChildren(byte[] m, int nursery) {
    for (int node = m[tree.head[nursery]]; node != NONE; node = m[tree.next[node]]) {
      int child = node % tree.taskCount;
      if (tree.isLiveNode(m, node)) {
        push(m, child, nursery);
      }
    }
  }

  private void push(byte[] m, int newTask, int newTop) {
    m[pendingTasks[m[pendingCount]]] = (byte) newTask;
    m[pendingTops[m[pendingCount]]] = (byte) newTop;
    m[pendingCount]++;
  }

  /** Runs the abort functions of the waits taken, outside the lock, and completes the waits. */
  void deliverTaken() {
    int again = program.label();
    int end = program.label();
    program.place(again);
    program.step(
        "run an abort function",
        m -> {
          if (m[taken] == 0) {
            return end;
          }
          m[tree.abortCount[Integer.numberOfTrailingZeros(m[taken])]]++;
          return NEXT;
        });
    program.step(
        "complete the wait as aborted",
        m -> {
          int token = Integer.numberOfTrailingZeros(m[taken]);
          m[taken] &= (byte) ~bit(token);
          m[tree.tokenState[token]] = ABORTED;
          m[tree.completionCount[token]]++;
          return again;
        });
    program.place(end);
  }

  private static int bit(int number) {
    return 1 << number;
  }
}
