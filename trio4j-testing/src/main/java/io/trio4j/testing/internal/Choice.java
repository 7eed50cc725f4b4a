package io.trio4j.testing.internal;

import java.util.Arrays;

/// One decision: who is ready, and who had the turn before. Tasks are known by the number in which
/// they first became ready; the main task is 0.
///
/// One object serves a whole run, because there is a decision for each step.
final class Choice {
  /// A task that goes on and on while others are ready is left after so many turns in a row, else a
  /// loop around a checkpoint that waits for somebody else would never end. Smaller: schedules with
  /// long stretches of one task need more to be written down. Larger: such loops make runs longer.
  static final int PATIENCE = 50;

  private int[] candidates = new int[8];
  private int count;
  private int step;
  private int last; // who had the turn
  private int turnsInARow;

  void clear() {
    count = 0;
  }

  void add(int task) {
    if (count == candidates.length) {
      candidates = Arrays.copyOf(candidates, 2 * count);
    }
    candidates[count++] = task;
  }

  /// The decision was made.
  void taken(int task) {
    turnsInARow = task == last && count > 1 ? turnsInARow + 1 : 0;
    last = task;
    step++;
  }

  /// How many decisions there were before.
  int step() {
    return step;
  }

  int count() {
    return count;
  }

  int candidate(int index) {
    return candidates[index];
  }

  int[] candidates() {
    return Arrays.copyOf(candidates, count);
  }

  int indexOf(int task) {
    for (int i = 0; i < count; i++) {
      if (candidates[i] == task) {
        return i;
      }
    }
    return -1;
  }

  /// Who had the turn before.
  int last() {
    return last;
  }

  boolean lastIsReady() {
    return indexOf(last) >= 0;
  }

  /// Whether one task has gone on for so long that it is somebody else's turn.
  boolean isOverPatience() {
    return turnsInARow >= PATIENCE;
  }

  /// What is done unless a schedule says otherwise: the same task goes on; if it can't, or has done
  /// so for long, the one that has been ready for the longest time.
  int usual() {
    int same = isOverPatience() ? -1 : indexOf(last);
    return Math.max(same, 0);
  }
}
