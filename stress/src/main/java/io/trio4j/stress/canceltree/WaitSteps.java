package io.trio4j.stress.canceltree;

import static io.trio4j.stress.canceltree.CancelTree.ABORTED;
import static io.trio4j.stress.canceltree.CancelTree.ABORTING;
import static io.trio4j.stress.canceltree.CancelTree.DONE;
import static io.trio4j.stress.canceltree.CancelTree.EFFECTIVE;
import static io.trio4j.stress.canceltree.CancelTree.NONE;
import static io.trio4j.stress.canceltree.CancelTree.UNARMED;
import static io.trio4j.stress.canceltree.CancelTree.WAITING;
import static io.trio4j.stress.canceltree.Program.BLOCKED;
import static io.trio4j.stress.canceltree.Program.NEXT;

/** A task's wait: one token, which a reschedule or an abort completes. */
final class WaitSteps {
  private final CancelTree tree;
  private final Program program;
  private final Variant variant;
  private final ArmSteps deadlines;
  private final int task;

  WaitSteps(CancelTree tree, Program program, Variant variant, ArmSteps deadlines, int task) {
    this.tree = tree;
    this.program = program;
    this.variant = variant;
    this.deadlines = deadlines;
    this.task = task;
  }

  /** Waits in scope {@code here}; a Cancelled goes to the label {@code outside}. */
  void park(int token, int here, int outside) {
    int look = program.label();
    int self = program.label();
    int block = program.label();
    int caught = program.label();
    int end = program.label();
    tree.layout.initially(tree.scopeAtPark[token], here);
    if (variant != Variant.WAIT_PUBLISHED_LATE) {
      publishWait(token);
    }
    program.place(look);
    program.step(
        "park reads state of " + here,
        m -> {
          if (tree.has(m, here, EFFECTIVE)) {
            return self;
          }
          tree.checkReturnedCancel(m, here);
          return tree.has(m, here, UNARMED) ? NEXT : block;
        });
    deadlines.armChain(here);
    program.jump(look);
    program.place(self);
    abortOwn(token, block);
    program.place(block);
    if (variant == Variant.WAIT_PUBLISHED_LATE) {
      publishWait(token);
    }
    program.step(
        "blocked in wait " + token,
        m ->
            switch (m[tree.tokenState[token]]) {
              case DONE -> NEXT;
              case ABORTED -> caught;
              default -> BLOCKED;
            });
    clearWait();
    program.jump(end);
    program.place(caught);
    clearWait();
    program.jump(outside);
    program.place(end);
  }

  private void abortOwn(int token, int block) {
    boolean cas = variant != Variant.SELF_DELIVERY_WITHOUT_CAS;
    program.step(
        "take the own wait",
        m -> {
          if (cas && m[tree.tokenState[token]] != WAITING) {
            return block;
          }
          m[tree.tokenState[token]] = ABORTING;
          return NEXT;
        });
    program.step(
        "run the own abort function",
        m -> {
          m[tree.abortCount[token]]++;
          return NEXT;
        });
    program.step(
        "complete the own wait as aborted",
        m -> {
          m[tree.tokenState[token]] = ABORTED;
          m[tree.completionCount[token]]++;
          return NEXT;
        });
  }

  private void publishWait(int token) {
    program.step(
        "write wait = " + token,
        m -> {
          m[tree.waitToken[task]] = (byte) token;
          return NEXT;
        });
  }

  private void clearWait() {
    program.step(
        "write wait = none",
        m -> {
          m[tree.waitToken[task]] = NONE;
          return NEXT;
        });
  }

  /** Somebody hands the wait its value, if it is still to be had. */
  void reschedule(int token) {
    int lost = program.label();
    if (variant == Variant.RESCHEDULE_WITHOUT_CAS) {
      program.step(
          "is " + token + " waiting?", m -> m[tree.tokenState[token]] == WAITING ? NEXT : lost);
    }
    program.step(
        "reschedule " + token + ": WAITING -> DONE",
        m -> {
          if (m[tree.tokenState[token]] == WAITING || variant == Variant.RESCHEDULE_WITHOUT_CAS) {
            m[tree.tokenState[token]] = DONE;
            m[tree.completionCount[token]]++;
          }
          return NEXT;
        });
    program.place(lost);
  }
}
