package io.trio4j.internal.cancel;

import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a change of the tree owes to the tasks it has cancelled, done once the lock is free. It may
/// be cut short anywhere by a lack of memory or stack, and goes on where it was when it is run
/// again.
public final class Deliveries {
  private static final CancellableWait[] NONE = {};

  private @Nullable CancellableWait[] taken = NONE;
  private int count; // of what is taken and was not aborted
  private final ArrayList<TaskNode> outside = new ArrayList<>(0);
  private int told; // of those outside
  private boolean engineKnows; // of what is taken
  @Nullable Deliveries next; // see Arrears

  Deliveries() {}

  /// Takes a wait for the cancel, and keeps it. Without memory it takes nothing.
  boolean tryTake(CancellableWait wait) {
    if (taken.length == count) {
      taken = Arrays.copyOf(taken, Math.max(4, 2 * count));
    }
    @Nullable CancellableWait[] room = taken;
    if (!wait.tryTakeForCancel()) {
      return false;
    }
    room[count++] = wait; // no call after it was taken: there may be no stack for one
    return true;
  }

  /// A task in no wait of ours that could be taken.
  void addOutside(TaskNode task) {
    outside.add(task);
  }

  /// Aborts what was taken. An abort function that fails stops no other: it reports by itself.
  void run() {
    try {
      tellEngine();
    } finally {
      abortTaken();
    }
  }

  /// May run out of memory.
  private void tellEngine() {
    for (; told < outside.size(); told++) {
      outside.get(told).cancelledOutsideWait();
    }
    CancellableWait first = count == 0 ? null : taken[0];
    if (first != null && !engineKnows) {
      first.waiter().cancelledInWaits(Arrays.asList(Arrays.copyOf(taken, count))); // one tree
      engineKnows = true;
    }
  }

  private void abortTaken() {
    int failed = 0;
    Error failure = null;
    for (int i = 0; i < count; i++) {
      CancellableWait wait = taken[i];
      if (wait != null) {
        try {
          wait.abort(TaskNode.visibleReason(wait.scope()));
        } catch (OutOfMemoryError | StackOverflowError e) { // thrown when the others are told
          failure = e;
          taken[failed++] = wait;
        }
      }
    }
    count = failed;
    if (failure != null) {
      throw failure;
    }
  }
}
