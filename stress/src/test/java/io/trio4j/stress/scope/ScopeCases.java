package io.trio4j.stress.scope;

import io.trio4j.CancelReason;
import io.trio4j.CancelScope;
import io.trio4j.internal.cancel.CancelTree;
import io.trio4j.internal.cancel.ScopeNode;
import io.trio4j.internal.cancel.TaskScope;
import io.trio4j.stress.primitive.LoneTask;

/// The word of a scope, for jcstress.
public final class ScopeCases {
  private static final CancelReason REASON = LoneTask.reason("now");

  private ScopeCases() {}

  private static final class HandScope extends TaskScope {
    void enter(LoneTask task) {
      open(task);
    }
  }

  /// A scope is entered while the one around it is cancelled: the walk finds the new one, or the
  /// task sees the cancel.
  public static class EnterAgainstCancel {
    private final CancelTree tree = new CancelTree();
    private final LoneTask task = new LoneTask(tree, null, 1);
    private final HandScope outer = new HandScope();
    private final HandScope inner = new HandScope();

    public EnterAgainstCancel() {
      outer.enter(task);
    }

    protected void enter() {
      inner.enter(task);
    }

    protected void cancel() {
      tree.cancel(outer, REASON);
    }

    protected boolean isInnerEffective() {
      return (inner.state() & ScopeNode.EFFECTIVE) != 0;
    }
  }

  /// A task goes into a shield and out of it, to code that may block, while the scope around is
  /// cancelled: somebody tells the task.
  public static class LeaveShieldAgainstCancel {
    private final CancelTree tree = new CancelTree();
    private final LoneTask task = new LoneTask(tree, null, 1);
    private final HandScope outer = new HandScope();

    public LeaveShieldAgainstCancel() {
      outer.enter(task);
    }

    protected void leave() {
      task.onThisThread();
      CancelScope.shielded(() -> {});
    }

    protected void cancel() {
      tree.cancel(outer, REASON);
    }

    protected boolean isTold() {
      return task.toldOutside() > 0;
    }
  }
}
