package io.trio4j.stress.canceltree;

import static io.trio4j.stress.canceltree.CancelTree.CHANGING;
import static io.trio4j.stress.canceltree.CancelTree.DONE;
import static io.trio4j.stress.canceltree.CancelTree.EFFECTIVE;
import static io.trio4j.stress.canceltree.CancelTree.UNARMED;
import static io.trio4j.stress.canceltree.CancelTree.WAITING;
import static io.trio4j.stress.canceltree.Program.NEXT;

/**
 * One call of start: the caller's side, the child's life, and {@code started}, which re-parents the
 * child.
 */
final class StartSteps {
  private final CancelTree tree;
  private final int hidden;
  private final int root;
  private final int target;
  private final int child;
  private final int token;

  StartSteps(CancelTree tree, int hidden, int root, int target, int child, int token) {
    this.tree = tree;
    this.hidden = hidden;
    this.root = root;
    this.target = target;
    this.child = child;
    this.token = token;
    tree.declareNursery(hidden);
    tree.nest(root, hidden);
    tree.layout.initially(tree.entered[root], 1);
  }

  /**
   * The caller: reserves a place in the target, runs the child in a hidden nursery, waits to be
   * told.
   */
  void start(TaskSteps caller) {
    var p = caller.program;
    int thrown = p.label();
    int end = p.label();
    int leaving = p.label();
    caller.countOn(target);
    caller.enter(hidden, 0);
    beginChild(caller);
    caller.catching(thrown, () -> caller.park(token));
    caller.awaitChildren(hidden);
    p.step(
        "was the value delivered?",
        m -> {
          if (m[tree.delivered] == 0) {
            caller.countOff(m, target);
          }
          return m[tree.childCancelled[hidden]] != 0 ? leaving : NEXT;
        });
    caller.leave(hidden);
    p.jump(end);
    p.place(thrown);
    caller.slowly.cancel(hidden, caller.task);
    caller.awaitChildren(hidden);
    p.step(
        "give the place in " + target + " back",
        m -> {
          if (m[tree.delivered] != 0) {
            tree.report(m, "I5: start throws Cancelled although the child was adopted");
          }
          caller.countOff(m, target);
          return NEXT;
        });
    p.place(leaving);
    caller.leaveCancelled(hidden, end);
    p.place(end);
  }

  private void beginChild(TaskSteps caller) {
    var p = caller.program;
    int unchanged = p.label();
    int copied = p.local("copied");
    p.step(
        "copy the state of " + hidden + " to root " + root,
        m -> {
          m[copied] = (byte) (m[tree.state[hidden]] & (EFFECTIVE | UNARMED));
          m[tree.state[root]] = m[copied];
          m[tree.current[child]] = (byte) root;
          m[tree.nurseryOf[child]] = (byte) hidden;
          m[tree.nodeOf[child]] = (byte) child;
          return NEXT;
        });
    caller.countOn(hidden);
    caller.pushChild(hidden, child);
    if (caller.variant != Variant.START_ROOT_NOT_REREAD) {
      p.step(
          "read the state of " + hidden + " again",
          m -> {
            boolean same = ((m[tree.state[hidden]] ^ m[copied]) & EFFECTIVE) == 0;
            m[copied] = 0;
            return same ? unchanged : NEXT;
          });
      caller.slowly.lock(CHANGING);
      p.step(
          "recompute root " + root,
          m -> {
            tree.recompute(m, root, true);
            return NEXT;
          });
      caller.slowly.unlock();
    }
    p.place(unchanged);
    caller.begin(child);
  }

  /** The child's whole life. */
  void child(TaskSteps steps, Runnable body) {
    var p = steps.program;
    int caught = p.label();
    int end = p.label();
    int cancelled = p.local("cancelled");
    steps.awaitBegin();
    steps.catching(caught, body);
    p.jump(end);
    p.place(caught);
    p.step(
        "a Cancelled reaches the child's edge",
        m -> {
          m[cancelled] = 1;
          return NEXT;
        });
    p.place(end);
    end(steps, cancelled);
    steps.reschedule(token);
  }

  private void end(TaskSteps steps, int cancelled) {
    var p = steps.program;
    boolean locked = steps.variant != Variant.END_RACES_STARTED;
    int nursery = p.local("nursery");
    if (locked) {
      steps.slowly.lock(CHANGING);
    }
    p.step(
        "read the nursery to leave",
        m -> {
          m[nursery] = m[tree.nurseryOf[child]];
          return NEXT;
        });
    p.step(
        "flag the child as ended",
        m -> {
          m[tree.taskEnded[child]] = 1;
          return NEXT;
        });
    p.step(
        "count the child off",
        m -> {
          m[tree.childCancelled[m[nursery]]] |= m[cancelled];
          steps.countOff(m, m[nursery]);
          m[nursery] = 0;
          m[cancelled] = 0;
          return NEXT;
        });
    if (locked) {
      steps.slowly.unlock();
    }
  }

  /** The one decision: refused, or the whole subtree is adopted by the target. */
  void started(TaskSteps steps) {
    var p = steps.program;
    int refused = p.label();
    int end = p.label();
    boolean byToken = steps.variant != Variant.STARTED_DECIDED_BY_STATE_ONLY;
    if (steps.variant != Variant.STARTED_LEAVES_UNARMED
        && steps.variant != Variant.STARTED_MARKS_ROOT_UNARMED) {
      steps.deadlines.armChain(target);
    }
    steps.slowly.lock(CHANGING);
    p.step(
        "caller cancelled, or child ended?",
        m -> {
          boolean refuses =
              steps.variant != Variant.STARTED_NEVER_REFUSES
                  && (tree.has(m, hidden, EFFECTIVE) || m[tree.taskEnded[child]] != 0);
          return refuses ? refused : NEXT;
        });
    if (byToken) {
      hand(p, refused);
    }
    adopt(steps);
    if (steps.variant != Variant.STARTED_WITHOUT_RECOMPUTE) {
      steps.slowly.walk(child, root);
    }
    if (!byToken) {
      hand(p, NEXT);
    }
    steps.slowly.unlock();
    steps.slowly.deliverTaken();
    p.jump(end);
    p.place(refused);
    steps.slowly.unlock();
    p.place(end);
  }

  /** The caller's wait is taken: from here on it returns the value. */
  private void hand(Program p, int lost) {
    p.step(
        "hand the value to the caller: WAITING -> DONE",
        m -> {
          if (m[tree.tokenState[token]] != WAITING) {
            m[tree.delivered] |= (byte) (lost == NEXT ? 1 : 0);
            return lost;
          }
          m[tree.delivered] = 1;
          m[tree.tokenState[token]] = DONE;
          m[tree.completionCount[token]]++;
          return NEXT;
        });
  }

  private void adopt(TaskSteps steps) {
    var p = steps.program;
    if (steps.variant == Variant.STARTED_MARKS_ROOT_UNARMED) {
      p.step(
          "root takes over UNARMED from the target",
          m -> {
            m[tree.state[root]] |= (byte) (m[tree.state[target]] & UNARMED);
            return NEXT;
          });
    }
    p.step(
        "root's parent = " + target,
        m -> {
          m[tree.parent[root]] = (byte) target;
          return NEXT;
        });
    p.step(
        "the child's nursery = " + target,
        m -> {
          m[tree.nurseryOf[child]] = (byte) target;
          return NEXT;
        });
    if (steps.variant != Variant.STARTED_LEAVES_CHILD_IN_LIST) {
      p.step(
          "a new node for the child, the old one is void",
          m -> {
            m[tree.nodeOf[child]] = (byte) (child + tree.taskCount);
            return NEXT;
          });
      steps.pushChild(target, child + tree.taskCount);
    }
    p.step(
        "count the child off at " + hidden,
        m -> {
          steps.countOff(m, hidden);
          return NEXT;
        });
  }
}
