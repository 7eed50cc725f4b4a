package io.trio4j.stress.canceltree;

import static io.trio4j.stress.canceltree.CancelTree.CANCELLING;
import static io.trio4j.stress.canceltree.CancelTree.NEAR;
import static io.trio4j.stress.canceltree.CancelTree.NONE;
import static io.trio4j.stress.canceltree.CancelTree.OWN_UNARMED;
import static io.trio4j.stress.canceltree.CancelTree.UNARMED;
import static io.trio4j.stress.canceltree.Program.BLOCKED;
import static io.trio4j.stress.canceltree.Program.NEXT;

/**
 * Deadlines and the timer, without the tree lock: a scope's OWN_UNARMED bit is claimed by one task,
 * a scope's monitor orders arming, moving and exit. Only the expiry itself takes the tree lock.
 */
final class ArmSteps {
  private final CancelTree tree;
  private final Program program;
  private final Variant variant;

  private final int at;
  private final int end;
  private final int word;
  private final int entryId;
  private final int armed;

  ArmSteps(CancelTree tree, Program program, Variant variant) {
    this.tree = tree;
    this.program = program;
    this.variant = variant;
    at = program.local("at");
    end = program.local("end");
    word = program.local("word");
    entryId = program.local("entryId");
    armed = program.local("armed");
  }

  /**
   * The first checkpoint under new deadlines: claims and arms each, then clears UNARMED behind
   * itself.
   */
  void armChain(int from) {
    int next = program.label();
    int clear = program.label();
    int clearNext = program.label();
    int done = program.label();
    if (variant == Variant.UNARMED_CLEARED_FIRST) {
      program.step(
          "clear UNARMED of " + from + " at once",
          m -> {
            m[tree.state[from]] &= ~UNARMED;
            m[at] = (byte) from;
            return NEXT;
          });
      program.step(
          "read the parent of " + from,
          m -> {
            m[at] = m[tree.parent[from]];
            return NEXT;
          });
    } else {
      setAt(from);
    }
    program.place(next);
    program.step(
        "claim the deadline of the next scope up",
        m -> {
          if (m[at] == NONE || !tree.has(m, m[at], UNARMED)) {
            m[end] = m[at];
            return clear;
          }
          boolean claimed = tree.has(m, m[at], OWN_UNARMED);
          if (variant != Variant.ARMED_WITHOUT_CLAIM) {
            m[tree.state[m[at]]] &= ~OWN_UNARMED;
          }
          m[armed] = (byte) (claimed ? 1 : 0);
          return NEXT;
        });
    arm();
    program.step(
        "read the next parent",
        m -> {
          m[at] = m[tree.parent[m[at]]];
          return next;
        });
    program.place(clear);
    setAt(from);
    program.place(clearNext);
    clearUnarmed(done);
    program.step(
        "read the next parent",
        m -> {
          m[at] = m[tree.parent[m[at]]];
          return clearNext;
        });
    program.place(done);
  }

  private void setAt(int from) {
    program.step(
        "begin at " + from,
        m -> {
          m[at] = (byte) from;
          return NEXT;
        });
  }

  private void clearUnarmed(int done) {
    boolean plainly = variant == Variant.UNARMED_CLEARED_BY_WRITE;
    program.step(
        "clear UNARMED of the next scope up",
        m -> {
          if (m[at] == NONE || m[at] == m[end]) {
            m[at] = 0;
            m[end] = 0;
            return done;
          }
          m[word] = (byte) (m[tree.state[m[at]]] & ~UNARMED);
          if (!plainly) {
            m[tree.state[m[at]]] = m[word];
            m[word] = 0;
          }
          return NEXT;
        });
    if (plainly) {
      program.step(
          "write the word without UNARMED",
          m -> {
            m[tree.state[m[at]]] = m[word];
            m[word] = 0;
            return NEXT;
          });
    }
  }

  /**
   * Under the scope's monitor, unless it has exited: puts the deadline into the timer, if it isn't
   * there.
   */
  private void arm() {
    int skip = program.label();
    int exit = program.label();
    program.step(
        "enter the scope's monitor, if there is a deadline to arm",
        m -> {
          if (m[armed] == 0) {
            return skip;
          }
          m[armed] = 0;
          if (m[tree.monitor[m[at]]] != 0) {
            m[armed] = 1;
            return BLOCKED;
          }
          m[tree.monitor[m[at]]] = 1;
          return NEXT;
        });
    program.step(
        "exited?",
        m ->
            m[tree.exited[m[at]]] != 0 && variant != Variant.ARMED_WITHOUT_EXIT_CHECK
                ? exit
                : NEXT);
    program.step(
        "take an earlier entry out, unless it is early enough",
        m -> {
          int had = m[tree.entry[m[at]]];
          if (had == 0) {
            return NEXT;
          }
          boolean early =
              m[tree.deadline[m[at]]] != NEAR || (m[tree.nearEntries[m[at]]] & 1 << had) != 0;
          if (early && variant != Variant.ARMED_WITHOUT_CLAIM) {
            return exit;
          }
          if (variant != Variant.ARMED_WITHOUT_CLAIM) {
            m[tree.inTimer[m[at]]] &= (byte) ~(1 << had);
          }
          return NEXT;
        });
    program.step(
        "put an entry into the timer",
        m -> {
          int scope = m[at];
          int id = ++m[tree.entryCount[scope]];
          m[tree.inTimer[scope]] |= (byte) (1 << id);
          m[tree.nearEntries[scope]] |= (byte) (m[tree.deadline[scope]] == NEAR ? 1 << id : 0);
          m[tree.entry[scope]] = (byte) id;
          m[tree.state[scope]] &= ~OWN_UNARMED; // for the variant without a claim
          return NEXT;
        });
    program.place(exit);
    program.step(
        "leave the scope's monitor",
        m -> {
          m[tree.monitor[m[at]]] = 0;
          return NEXT;
        });
    program.place(skip);
  }

  void setDeadline(int scope, int value) {
    int done = program.label();
    program.step("has " + scope + " exited?", m -> m[tree.exited[scope]] != 0 ? done : NEXT);
    program.step(
        "write the deadline of " + scope,
        m -> {
          m[tree.deadline[scope]] = (byte) value;
          return NEXT;
        });
    program.step(
        "is its first checkpoint still to come?",
        m -> {
          if (tree.has(m, scope, OWN_UNARMED)) {
            return done;
          }
          m[at] = (byte) scope;
          m[armed] = 1;
          return NEXT;
        });
    arm();
    program.place(done);
  }

  /** The timer's part for one scope, for ever. */
  void expire(int scope, int owner, TreeSteps slowly) {
    int again = program.label();
    int stale = program.label();
    int later = program.label();
    program.place(again);
    program.step(
        "the timer takes out a due entry of " + scope,
        m -> {
          int due = m[tree.inTimer[scope]] & m[tree.nearEntries[scope]];
          if (due == 0) {
            m[at] = 0;
            return BLOCKED;
          }
          m[entryId] = (byte) Integer.numberOfTrailingZeros(due);
          m[tree.inTimer[scope]] &= (byte) ~(1 << m[entryId]);
          return NEXT;
        });
    program.step(
        "still the scope's entry? (monitor)",
        m -> {
          if (m[tree.monitor[scope]] != 0) {
            return BLOCKED;
          }
          boolean same = m[tree.entry[scope]] == m[entryId];
          m[entryId] = 0;
          if (same) {
            m[tree.entry[scope]] = 0;
          }
          return same ? NEXT : again;
        });
    if (variant != Variant.EXPIRY_TRUSTS_TIMER) {
      program.step("deadline still due?", m -> m[tree.deadline[scope]] == NEAR ? NEXT : later);
    }
    slowly.lock(CANCELLING);
    program.step(
        "deadline still due, scope not exited?",
        m -> {
          boolean due = m[tree.deadline[scope]] == NEAR;
          if (m[tree.exited[scope]] != 0 || !due && variant != Variant.EXPIRY_TRUSTS_TIMER) {
            return stale;
          }
          if (!due) {
            tree.report(m, "I6: expired by a deadline that is no longer set");
          }
          return NEXT;
        });
    slowly.cancelLocked(scope, owner);
    slowly.unlock();
    slowly.deliverTaken();
    program.jump(again);
    program.place(stale);
    slowly.unlock();
    program.place(later);
    program.step(
        "arm it for the deadline it has now",
        m -> {
          m[at] = (byte) scope;
          m[armed] = 1;
          return NEXT;
        });
    arm();
    program.jump(again);
  }

  /** The scope's exit. */
  void exit(int scope) {
    boolean peeks = variant == Variant.EXIT_PEEKS_AT_TIMER;
    int done = program.label();
    if (variant == Variant.EXIT_READS_ENTRY_FIRST) {
      takeEntry(scope);
      writeExited(scope);
    } else {
      writeExited(scope);
      if (peeks) {
        program.step(
            "is there a timer of " + scope + "?", m -> m[tree.entry[scope]] == 0 ? done : NEXT);
      }
      takeEntry(scope);
    }
    program.step(
        "take the entry of " + scope + " out of the timer",
        m -> {
          m[tree.inTimer[scope]] &= (byte) ~(1 << m[entryId]);
          m[entryId] = 0;
          return NEXT;
        });
    program.place(done);
  }

  void writeExited(int scope) {
    program.step(
        "write exited of " + scope,
        m -> {
          m[tree.exited[scope]] = 1;
          return NEXT;
        });
  }

  private void takeEntry(int scope) {
    program.step(
        "take the entry from " + scope + " (monitor)",
        m -> {
          if (m[tree.monitor[scope]] != 0) {
            return BLOCKED;
          }
          m[entryId] = m[tree.entry[scope]];
          m[tree.entry[scope]] = 0;
          return NEXT;
        });
  }
}
