package io.trio4j.internal.cancel;

import java.util.ArrayList;
import java.util.List;

/// Waits that a change of the tree has taken, to be aborted once the lock is free.
public final class Deliveries {
  private final List<CancellableWait> taken = new ArrayList<>(0);

  Deliveries() {}

  void add(CancellableWait wait) {
    taken.add(wait);
  }

  /// Aborts what was taken. An abort function that fails stops no other: it reports by itself.
  void run() {
    for (CancellableWait wait : taken) {
      wait.abort(TaskNode.visibleReason(wait.scope()));
    }
  }
}
