package io.trio4j.stress.canceltree;

import static io.trio4j.stress.canceltree.CancelTree.CANCELLED;
import static io.trio4j.stress.canceltree.CancelTree.CHANGING;
import static io.trio4j.stress.canceltree.CancelTree.EFFECTIVE;
import static io.trio4j.stress.canceltree.CancelTree.OWN_UNARMED;
import static io.trio4j.stress.canceltree.CancelTree.SHIELD;
import static io.trio4j.stress.canceltree.CancelTree.UNARMED;
import static io.trio4j.stress.canceltree.Program.BLOCKED;
import static io.trio4j.stress.canceltree.Program.NEXT;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a task does on its own: scopes, nurseries, checkpoints, starting and ending. One piece,
 * because all of it nests and shares where a Cancelled goes.
 */
final class TaskSteps {
  final CancelTree tree;
  final Program program;
  final Variant variant;
  final TreeSteps slowly;
  final ArmSteps deadlines;
  private final WaitSteps waits;
  final int task;

  private final Deque<Integer> handlers = new ArrayDeque<>();
  private final int seen;
  private final int ownSeen;
  private int scope;

  TaskSteps(CancelTree tree, Program program, Variant variant, int task, int scope) {
    this.tree = tree;
    this.program = program;
    this.variant = variant;
    this.slowly = new TreeSteps(tree, program, variant);
    this.deadlines = new ArmSteps(tree, program, variant);
    this.waits = new WaitSteps(tree, program, variant, deadlines, task);
    this.task = task;
    this.scope = scope;
    this.seen = program.local("seen");
    this.ownSeen = program.local("ownSeen");
  }

  int scope() {
    return scope;
  }

  /** Writes a body from which a Cancelled goes to the given label. */
  void catching(int caught, Runnable body) {
    handlers.push(caught);
    body.run();
    handlers.pop();
  }

  /** Where a Cancelled goes that is thrown here. */
  int handler() {
    return handlers.element();
  }

  /** The whole life of the run's main task. */
  void main(Runnable body) {
    int escaped = program.label();
    int end = program.label();
    catching(escaped, body);
    program.jump(end);
    program.place(escaped);
    program.step(
        "a Cancelled reaches the run's edge",
        m -> {
          if (!tree.has(m, 0, CANCELLED)) {
            tree.report(m, "I8: a Cancelled that no scope absorbed");
          }
          return NEXT;
        });
    program.place(end);
  }

  /** The whole life of a child begun by startSoon. */
  void child(Runnable body) {
    int caught = program.label();
    int end = program.label();
    awaitBegin();
    catching(caught, body);
    program.jump(end);
    program.place(caught);
    program.step(
        "a Cancelled reaches the child's edge",
        m -> {
          m[tree.childCancelled[m[tree.nurseryOf[task]]]] = 1;
          return NEXT;
        });
    program.place(end);
    program.step(
        "flag the child as ended",
        m -> {
          m[tree.taskEnded[task]] = 1;
          return NEXT;
        });
    program.step(
        "count the child off",
        m -> {
          countOff(m, m[tree.nurseryOf[task]]);
          return NEXT;
        });
  }

  void countOff(byte[] m, int nursery) {
    m[tree.liveCount[nursery]]--;
    if (m[tree.liveCount[nursery]] < 0) {
      tree.report(m, "I5: a nursery's live count is negative");
    }
  }

  void awaitBegin() {
    program.step("await the begin", m -> m[tree.begun[task]] == 0 ? BLOCKED : NEXT);
  }

  void scope(int inner, Runnable body) {
    scope(inner, 0, body);
  }

  void scope(int inner, int shield, Runnable body) {
    int caught = program.label();
    int end = program.label();
    enter(inner, shield);
    catching(caught, body);
    leave(inner);
    program.jump(end);
    program.place(caught);
    leaveCancelled(inner, end);
    program.place(end);
  }

  void nursery(int inner, Runnable body) {
    int caught = program.label();
    int leaving = program.label();
    int end = program.label();
    tree.declareNursery(inner);
    enter(inner, 0);
    catching(caught, body);
    awaitChildren(inner);
    program.step(
        "was a child cancelled?", m -> m[tree.childCancelled[inner]] != 0 ? leaving : NEXT);
    leave(inner);
    program.jump(end);
    program.place(caught);
    slowly.cancel(inner, task);
    awaitChildren(inner);
    program.place(leaving);
    leaveCancelled(inner, end);
    program.place(end);
  }

  void awaitChildren(int nursery) {
    int armed = program.label();
    program.step("look for unarmed deadlines", m -> tree.has(m, nursery, UNARMED) ? NEXT : armed);
    deadlines.armChain(nursery);
    program.place(armed);
    program.step(
        "await the children of " + nursery, m -> m[tree.liveCount[nursery]] == 0 ? NEXT : BLOCKED);
  }

  void enter(int inner, int shield) {
    int outer = scope;
    int unchanged = program.label();
    tree.nest(inner, outer);
    program.step(
        "read parent's state for " + inner,
        m -> {
          m[seen] = m[tree.state[outer]];
          boolean effective = shield == 0 && (m[seen] & EFFECTIVE) != 0;
          int unarmed = m[tree.deadline[inner]] != 0 ? UNARMED | OWN_UNARMED : m[seen] & UNARMED;
          int early = variant == Variant.ENTER_OVERWRITES_EARLY_CANCEL ? 0 : m[tree.state[inner]];
          effective |= (early & CANCELLED) != 0 && variant != Variant.ENTER_IGNORES_EARLY_CANCEL;
          m[tree.state[inner]] = (byte) (early | shield | (effective ? EFFECTIVE : 0) | unarmed);
          return NEXT;
        });
    program.step(
        "write current = " + inner,
        m -> {
          m[tree.current[task]] = (byte) inner;
          m[tree.entering[task]] = 1;
          return NEXT;
        });
    if (variant != Variant.ENTER_IGNORES_EARLY_CANCEL) {
      program.step(
          "read own state again",
          m -> {
            m[ownSeen] = m[tree.state[inner]];
            return NEXT;
          });
    }
    program.step(
        "read parent's state again",
        m -> {
          boolean same =
              ((m[tree.state[outer]] ^ m[seen]) & EFFECTIVE) == 0
                  && (m[ownSeen] & (CANCELLED | EFFECTIVE)) != CANCELLED;
          m[seen] = 0;
          m[ownSeen] = 0;
          if (same || variant == Variant.NO_REREAD_AFTER_ENTER) {
            hasEntered(m, inner);
            return unchanged;
          }
          return NEXT;
        });
    if (variant == Variant.ENTER_RECOMPUTES_UNLOCKED) {
      recomputeUnlocked(inner);
    } else {
      slowly.lock(CHANGING);
      program.step(
          "recompute " + inner,
          m -> {
            tree.recompute(m, inner, true);
            hasEntered(m, inner);
            return NEXT;
          });
      slowly.unlock();
    }
    program.place(unchanged);
    scope = inner;
  }

  private void recomputeUnlocked(int inner) {
    program.step(
        "compute " + inner + " without the lock",
        m -> {
          int own = m[tree.state[inner]];
          tree.recompute(m, inner, true);
          m[seen] = m[tree.state[inner]];
          m[tree.state[inner]] = (byte) own;
          return NEXT;
        });
    program.step(
        "write what was computed",
        m -> {
          m[tree.state[inner]] = m[seen];
          m[seen] = 0;
          hasEntered(m, inner);
          return NEXT;
        });
  }

  private void hasEntered(byte[] m, int inner) {
    m[tree.entering[task]] = 0;
    m[tree.entered[inner]] = 1;
  }

  void leave(int inner) {
    int outer = tree.outerOf(inner);
    program.step(
        "write current = " + outer,
        m -> {
          if (tree.isNursery(inner) && m[tree.liveCount[inner]] != 0) {
            tree.report(m, "I5: a nursery was left with live children");
          }
          m[tree.current[task]] = (byte) outer;
          return NEXT;
        });
    if (tree.mayHaveDeadline(inner)) {
      deadlines.exit(inner);
    } else {
      deadlines.writeExited(inner);
    }
    scope = outer;
  }

  /**
   * Leaves with a Cancelled in flight, which goes on to the handler outside, or to {@code end} if
   * absorbed.
   */
  void leaveCancelled(int inner, int end) {
    int outer = tree.outerOf(inner);
    int absorbed = program.local("absorbed" + inner);
    boolean locked = variant != Variant.ABSORB_WITHOUT_LOCK;
    if (locked) {
      slowly.lock(CHANGING);
    }
    program.step(
        "read own state of " + inner + " at the edge",
        m -> {
          m[seen] = m[tree.state[inner]];
          return NEXT;
        });
    program.step(
        "read parent's state at the edge, decide",
        m -> {
          m[absorbed] = (byte) (absorbs(m, inner, m[seen]) ? 1 : 0);
          m[seen] = 0;
          return NEXT;
        });
    if (locked) {
      slowly.unlock();
    }
    leave(inner);
    int outside = handler();
    program.step(
        "absorbed by " + inner + "?",
        m -> {
          boolean yes = m[absorbed] != 0;
          m[absorbed] = 0;
          return yes ? end : outside;
        });
  }

  private boolean absorbs(byte[] m, int inner, int own) {
    int outer = m[tree.parent[inner]];
    boolean shielded = (own & SHIELD) != 0 && variant != Variant.ABSORB_IGNORES_SHIELD;
    boolean visible =
        !shielded && tree.has(m, outer, EFFECTIVE) && variant != Variant.ABSORB_IGNORES_PARENT;
    boolean absorbs = (own & CANCELLED) != 0 && !visible;
    boolean hiddenByDefinition = tree.has(m, inner, SHIELD);
    boolean mayAbsorb =
        tree.has(m, inner, CANCELLED)
            && (hiddenByDefinition || !tree.isCancelledByDefinition(m, outer));
    if (absorbs != mayAbsorb && variant != Variant.ABSORB_WITHOUT_LOCK) {
      tree.report(m, "I8: the edge decided against the scopes' states");
    }
    return absorbs;
  }

  void checkpoint() {
    int again = program.label();
    int end = program.label();
    int here = scope;
    int caught = handler();
    program.place(again);
    program.step(
        "checkpoint reads state of " + here,
        m -> {
          if (tree.has(m, here, EFFECTIVE)) {
            return caught;
          }
          tree.checkReturnedCancel(m, here);
          return tree.has(m, here, UNARMED) ? NEXT : end;
        });
    deadlines.armChain(here);
    program.jump(again);
    program.place(end);
  }

  void park(int token) {
    waits.park(token, scope, handler());
  }

  /** Somebody hands the wait its value, if it is still to be had. */
  void reschedule(int token) {
    waits.reschedule(token);
  }

  void startSoon(int nursery, int child) {
    program.step(
        "aim child " + child + " at nursery " + nursery,
        m -> {
          m[tree.current[child]] = (byte) nursery;
          m[tree.nurseryOf[child]] = (byte) nursery;
          m[tree.nodeOf[child]] = (byte) child;
          return NEXT;
        });
    if (variant != Variant.CHILD_COUNTED_LATE) {
      countOn(nursery);
    }
    if (variant != Variant.CHILD_PUSHED_LATE) {
      pushChild(nursery, child);
    }
    begin(child);
    if (variant == Variant.CHILD_PUSHED_LATE) {
      pushChild(nursery, child);
    }
    if (variant == Variant.CHILD_COUNTED_LATE) {
      countOn(nursery);
    }
  }

  void countOn(int nursery) {
    program.step(
        "count up the children of " + nursery,
        m -> {
          m[tree.liveCount[nursery]]++;
          return NEXT;
        });
  }

  void pushChild(int nursery, int node) {
    program.step(
        "push node " + node + " to the list of " + nursery,
        m -> {
          m[tree.next[node]] = m[tree.head[nursery]];
          m[tree.head[nursery]] = (byte) node;
          return NEXT;
        });
  }

  void begin(int child) {
    program.step(
        "begin task " + child,
        m -> {
          m[tree.begun[child]] = 1;
          return NEXT;
        });
  }
}
