package io.trio4j.stress.park;

import io.trio4j.CancelReason;
import io.trio4j.Cancelled;
import io.trio4j.internal.cancel.CancelTree;
import io.trio4j.internal.park.Wait;
import io.trio4j.stress.primitive.LoneTask;

/// Who ends a wait, for jcstress.
public final class WaitCases {
  private static final CancelReason REASON = LoneTask.reason("now");

  /// Longer than a thread is off its core on a busy machine; only a lost cancel takes so long.
  private static final long PATIENCE_NANOS = 2_000_000_000;

  private WaitCases() {}

  /// Stands for a thread that has stopped, and that nobody woke for much longer than a cancel
  /// takes.
  private static final class Asleep extends Error {
    private static final long serialVersionUID = 1L;
    static final Asleep SIGN = new Asleep();

    private Asleep() {
      super("", null, false, false);
    }
  }

  private static final class Sleeper extends LoneTask {
    Sleeper(CancelTree tree) {
      super(tree, null, 1);
    }

    @Override
    protected void stopUntilOver(Wait<?> wait) {
      long end = System.nanoTime() + PATIENCE_NANOS;
      while (!wait.isOver()) {
        if (System.nanoTime() - end > 0) {
          throw Asleep.SIGN;
        }
        Thread.onSpinWait();
      }
    }
  }

  /// A task goes to sleep while it is cancelled: the cancel sees the wait, or the task the cancel.
  public static class ParkAgainstCancel {
    private final CancelTree tree = new CancelTree();
    private final Sleeper task = new Sleeper(tree);
    private final Wait<String> wait = Wait.of(task, "one");

    protected void park() {
      task.onThisThread();
      try {
        wait.park(() -> {});
      } catch (Cancelled | Asleep _) {
        // which of them is no matter: asked is whether the wait is over in the end
      }
    }

    protected void cancel() {
      tree.cancel(task, REASON);
    }

    protected boolean isOver() {
      return wait.isOver();
    }
  }

  /// A broker who claims two waits, and one who has a value for one of them.
  public static class ClaimBothAgainstReschedule {
    private final CancelTree tree = new CancelTree();
    private final Wait<String> one = Wait.of(new LoneTask(tree, null, 1), "one");
    private final Wait<String> two = Wait.of(new LoneTask(tree, null, 2), "two");

    protected boolean meet() {
      if (!one.tryClaimBoth(two)) {
        return false;
      }
      one.complete("a");
      two.complete("a");
      return true;
    }

    protected boolean tryReschedule() {
      return two.tryReschedule("b");
    }
  }
}
