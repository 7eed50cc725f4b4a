package io.trio4j.internal.cancel;

import java.util.ArrayList;
import java.util.List;

/// What a change of the tree owes to the tasks it has cancelled, done once the lock is free.
public final class Deliveries {
  private final List<CancellableWait> taken = new ArrayList<>(0);
  private final List<TaskNode> outside = new ArrayList<>(0);

  Deliveries() {}

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
    for (TaskNode task : outside) {
      task.cancelledOutsideWait();
    }
    if (!taken.isEmpty()) {
      taken.getFirst().waiter().cancelledInWaits(taken); // one tree, one engine
    }
    for (CancellableWait wait : taken) {
      wait.abort(TaskNode.visibleReason(wait.scope()));
    }
  }
}
