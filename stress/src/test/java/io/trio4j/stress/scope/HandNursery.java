package io.trio4j.stress.scope;

import io.trio4j.Action;
import io.trio4j.Cancelled;
import io.trio4j.internal.cancel.NurseryNode;
import io.trio4j.internal.cancel.TaskNode;
import io.trio4j.stress.primitive.LoneTask;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A scope that is entered and left by hand, and has children, listed under a lock.
final class HandNursery extends NurseryNode {
  private final List<LoneTask> children = new ArrayList<>(); // guarded by itself

  HandNursery() {
    initShared();
  }

  HandNursery(LoneTask owner) {
    this();
    open(owner);
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

  /// Runs `body` in the scope, which was entered before, and leaves it.
  ///
  /// @return whether the scope absorbed its own cancel
  boolean leaveAfter(LoneTask owner, Action<RuntimeException> body) {
    @Nullable Throwable thrown = null;
    try {
      body.run();
    } catch (RuntimeException | Cancelled t) { // thrown on by close, or absorbed
      thrown = t;
    }
    return close(owner, null, thrown);
  }
}
