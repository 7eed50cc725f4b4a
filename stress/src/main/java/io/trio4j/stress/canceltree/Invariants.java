package io.trio4j.stress.canceltree;

import static io.trio4j.stress.canceltree.CancelTree.CANCELLED;
import static io.trio4j.stress.canceltree.CancelTree.EFFECTIVE;
import static io.trio4j.stress.canceltree.CancelTree.FREE;
import static io.trio4j.stress.canceltree.CancelTree.NEAR;
import static io.trio4j.stress.canceltree.CancelTree.NONE;
import static io.trio4j.stress.canceltree.CancelTree.OWN_UNARMED;
import static io.trio4j.stress.canceltree.CancelTree.SHIELD;
import static io.trio4j.stress.canceltree.CancelTree.UNARMED;
import static io.trio4j.stress.canceltree.CancelTree.WAITING;

import java.util.Optional;

/**
 * What must hold in every state, between two changes of the tree, and when nothing moves any more.
 */
final class Invariants implements Explorer.Check {
  private final CancelTree tree;

  Invariants(CancelTree tree) {
    this.tree = tree;
  }

  @Override
  public Optional<String> violation(byte[] m, boolean quiet) {
    if (m[tree.violation] != 0) {
      return Optional.of(tree.violations.get(m[tree.violation] - 1));
    }
    return waits(m)
        .or(() -> timer(m, quiet))
        .or(() -> m[tree.lockPurpose] == FREE ? settled(m) : Optional.empty())
        .or(() -> quiet ? quiet(m) : Optional.empty());
  }

  private Optional<String> waits(byte[] m) {
    for (int token = 0; token < tree.tokenCount; token++) {
      if (m[tree.completionCount[token]] > 1) {
        return Optional.of("I3: wait " + token + " was completed twice");
      }
      if (m[tree.abortCount[token]] > 1) {
        return Optional.of("I3: wait " + token + " was aborted twice");
      }
    }
    return Optional.empty();
  }

  private Optional<String> timer(byte[] m, boolean quiet) {
    for (int s = 0; s < tree.scopeCount; s++) {
      if (Integer.bitCount(m[tree.inTimer[s]]) > 1) {
        return Optional.of("I6: scope " + s + " is in the timer twice");
      }
      if (quiet && m[tree.exited[s]] != 0 && m[tree.inTimer[s]] != 0) {
        return Optional.of("I6: scope " + s + " has exited and is still in the timer");
      }
    }
    for (int t = 0; t < tree.taskCount; t++) {
      for (int s = chain(m, t); s != NONE; s = m[tree.parent[s]]) {
        if (!tree.has(m, s, UNARMED) && unclaimedAbove(m, s)) {
          return Optional.of("I6: scope " + s + " doesn't know of an unclaimed deadline above it");
        }
      }
    }
    return Optional.empty();
  }

  private boolean unclaimedAbove(byte[] m, int scope) {
    for (int s = scope; s != NONE; s = m[tree.parent[s]]) {
      if (tree.has(m, s, OWN_UNARMED)) {
        return true;
      }
    }
    return false;
  }

  /** Where a task's chain begins, or NONE while the chain is in flux or the task isn't there. */
  private int chain(byte[] m, int task) {
    return tree.isAlive(m, task) && m[tree.entering[task]] == 0 ? m[tree.current[task]] : NONE;
  }

  private Optional<String> settled(byte[] m) {
    for (int s = 0; s < tree.scopeCount; s++) {
      if (m[tree.cancelReturned[s]] != 0 && !tree.has(m, s, CANCELLED)) {
        return Optional.of("I4: the cancel of scope " + s + " was forgotten");
      }
    }
    for (int t = 0; t < tree.taskCount; t++) {
      for (int s = chain(m, t); s != NONE; s = m[tree.parent[s]]) {
        if (tree.has(m, s, EFFECTIVE) != tree.isCancelledByDefinition(m, s)) {
          return Optional.of("I4: EFFECTIVE of scope " + s + " isn't what the definition says");
        }
      }
      if (m[tree.nodeOf[t]] != NONE && tree.isAlive(m, t) && listCount(m, t) != 1) {
        return Optional.of("I5: task " + t + " is in " + listCount(m, t) + " lists");
      }
      if (tree.isAlive(m, t)
          && m[tree.nurseryOf[t]] != NONE
          && m[tree.exited[m[tree.nurseryOf[t]]]] != 0) {
        return Optional.of("I5: task " + t + " outlives its nursery");
      }
    }
    return Optional.empty();
  }

  private int listCount(byte[] m, int task) {
    int count = 0;
    for (int s = 0; s < tree.scopeCount; s++) {
      for (int node = m[tree.head[s]]; node != NONE; node = m[tree.next[node]]) {
        boolean leadsUp = tree.distance(m, m[tree.current[task]], s) != NONE;
        if (node % tree.taskCount == task && tree.isLiveNode(m, node) && leadsUp) {
          count++;
        }
      }
    }
    return count;
  }

  private Optional<String> quiet(byte[] m) {
    if (m[tree.lock] != 0) {
      return Optional.of("the lock is held for ever");
    }
    for (int t = 0; t < tree.taskCount; t++) {
      int token = tree.isAlive(m, t) ? m[tree.waitToken[t]] : NONE;
      if (token == NONE) {
        continue;
      }
      int scope = m[tree.scopeAtPark[token]];
      if (m[tree.tokenState[token]] != WAITING) {
        return Optional.of("I1: task " + t + " sleeps on a finished wait");
      }
      if (tree.isCancelledByDefinition(m, scope)) {
        return Optional.of("I1: task " + t + " sleeps in a cancelled scope");
      }
      if (dueAbove(m, scope)) {
        return Optional.of("I1: task " + t + " sleeps under a deadline that never fires");
      }
    }
    return liveCounts(m);
  }

  private boolean dueAbove(byte[] m, int scope) {
    for (int s = scope; s != NONE; s = m[tree.parent[s]]) {
      if (m[tree.deadline[s]] == NEAR) {
        return true;
      }
      if (tree.has(m, s, SHIELD)) {
        return false;
      }
    }
    return false;
  }

  private Optional<String> liveCounts(byte[] m) {
    for (int s = 0; s < tree.scopeCount; s++) {
      int count = 0;
      for (int t = 0; t < tree.taskCount; t++) {
        count += tree.isAlive(m, t) && m[tree.nurseryOf[t]] == s ? 1 : 0;
      }
      if (tree.isNursery(s) && m[tree.liveCount[s]] < count) {
        return Optional.of("I5: nursery " + s + " counts fewer children than it has");
      }
      if (tree.isNursery(s) && m[tree.exited[s]] != 0 && m[tree.liveCount[s]] != 0) {
        return Optional.of("I5: nursery " + s + " has exited and still counts children");
      }
    }
    return Optional.empty();
  }
}
