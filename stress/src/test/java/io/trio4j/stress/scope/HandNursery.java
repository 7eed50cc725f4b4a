package io.trio4j.stress.scope;

import io.trio4j.Action;
import io.trio4j.Cancelled;
import io.trio4j.internal.cancel.NurseryNode;
import io.trio4j.internal.cancel.TaskNode;
import io.trio4j.stress.lincheck.LoneTask;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A nursery whose list of children is kept under a lock.
final class HandNursery extends NurseryNode {
  private final List<LoneTask> children = new ArrayList<>(); // guarded by itself

  HandNursery() {
    initShared();
  }

  void list(LoneTask child) {
    synchronized (children) {
      children.add(child);
    }
  }

  void unlist(LoneTask child) {
    synchronized (children) {
      children.remove(child);
    }
  }

  @Override
  public Iterable<? extends TaskNode> children() {
    synchronized (children) {
      return List.copyOf(children);
    }
  }

  /// Runs `body` as the block of the nursery.
  ///
  /// @return whether the nursery absorbed its own cancel
  boolean around(LoneTask owner, Action<RuntimeException> body) {
    Cancelled before = open(owner);
    @Nullable Throwable thrown = null;
    try {
      body.run();
    } catch (Throwable t) { // thrown on by close, or absorbed
      thrown = t;
    }
    return close(owner, before, thrown);
  }
}
