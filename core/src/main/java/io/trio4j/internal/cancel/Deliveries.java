package io.trio4j.internal.cancel;

import java.util.ArrayList;

/// What a change of the tree owes to the tasks it has cancelled, done once the lock is free.
public final class Deliveries {
  private final ArrayList<CancellableWait> taken = new ArrayList<>(0);
  private int room; // how many `taken` can hold
  private final ArrayList<TaskNode> outside = new ArrayList<>(0);

  Deliveries() {}

  /// Makes sure that the next [#add] needs no memory.
  void makeRoom() {
    if (taken.size() == room) {
      room = Math.max(4, 2 * room);
      taken.ensureCapacity(room);
    }
  }

  /// A wait that was taken.
  void add(CancellableWait wait) {
    taken.add(wait);
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
      for (CancellableWait wait : taken) {
        wait.abort(TaskNode.visibleReason(wait.scope()));
      }
    }
  }

  /// May run out of memory.
  private void tellEngine() {
    for (TaskNode task : outside) {
      task.cancelledOutsideWait();
    }
    if (!taken.isEmpty()) {
      taken.getFirst().waiter().cancelledInWaits(taken); // one tree, one engine
    }
  }
}
