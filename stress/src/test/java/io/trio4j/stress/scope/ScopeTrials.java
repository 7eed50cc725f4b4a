package io.trio4j.stress.scope;

import io.trio4j.Action;
import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.ScopeOptions;
import io.trio4j.TrioTime;
import io.trio4j.internal.cancel.CancelTree;
import io.trio4j.internal.cancel.ScopeNode;
import io.trio4j.internal.cancel.Scopes;
import io.trio4j.internal.cancel.TaskScope;
import io.trio4j.internal.park.Wait;
import io.trio4j.lowlevel.Checkpoints;
import io.trio4j.stress.lincheck.HandTime;
import io.trio4j.stress.lincheck.LoneTask;
import io.trio4j.stress.lincheck.Trial;
import java.time.Duration;

/// A task that enters and leaves scopes while others cancel, shield and move deadlines. The first
/// thread is the task.
public final class ScopeTrials {
  private ScopeTrials() {}

  abstract static class InScopes extends Trial {
    final CancelTree tree = new CancelTree();
    final HandTime time = new HandTime();
    final LoneTask task = new LoneTask(tree, null, 1, time);
    final CancelScope outer = CancelScope.of(ScopeOptions.defaults());
    final CancelScope inner = CancelScope.of(ScopeOptions.defaults());
    final Wait<String> wait = Wait.of(task, "one");
    volatile String outcome = "";

    @Override
    protected final void first() {
      task.onThisThread();
      body();
    }

    abstract void body();

    /// Waits for what will not come: only a cancel ends it.
    final void waitInVain() {
      wait.park(() -> {});
      throw new AssertionError("woken by nobody");
    }
  }

  /// A cancel of the outer scope finds the task wherever it is on its way into the inner one.
  public static class EnterAgainstCancel extends InScopes {
    @Override
    void body() {
      outer.enter(this::enterMore);
    }

    private void enterMore() {
      Scopes.open().runIn((Action<RuntimeException>) this::waitInVain);
    }

    @Override
    protected void second() {
      outer.cancel();
    }

    @Override
    protected void check() {
      ensure(outer.cancelledCaught(), "not absorbed");
    }
  }

  /// The same, with a checkpoint instead of a wait: once `cancel` has returned, it throws.
  public static class CheckpointAfterCancel extends InScopes {
    volatile boolean cancelled;

    @Override
    void body() {
      outer.enter(this::enterMore);
    }

    private void enterMore() {
      Scopes.open().runIn((Action<RuntimeException>) this::look);
    }

    private void look() {
      boolean must = cancelled;
      Checkpoints.checkpointIfCancelled();
      ensure(!must, "a checkpoint ran past a cancel");
    }

    @Override
    protected void second() {
      outer.cancel();
      cancelled = true;
    }

    @Override
    protected void check() {}
  }

  /// A scope that is cancelled while it is being left takes no wait of what comes after it.
  public static class LeaveAgainstCancel extends InScopes {
    @Override
    void body() {
      inner.enter(() -> {});
      outcome = wait.park(() -> {});
    }

    @Override
    protected void second() {
      inner.cancel();
    }

    @Override
    protected void third() {
      wait.tryReschedule("v");
    }

    @Override
    protected void check() {
      ensure(outcome.equals("v"), "got " + outcome);
    }
  }

  /// Two scopes are cancelled: what the inner one absorbs must not hide the outer one.
  public static class TwoCancels extends InScopes {
    volatile boolean wentOn;

    @Override
    void body() {
      outer.enter(() -> {
        inner.enter(this::waitInVain);
        wentOn = true;
        Wait.of(task, "two").park(() -> {});
      });
    }

    @Override
    protected void second() {
      inner.cancel();
    }

    @Override
    protected void third() {
      outer.cancel();
    }

    @Override
    protected void check() {
      ensure(outer.cancelledCaught(), "the outer cancel was lost");
      ensure(wentOn == inner.cancelledCaught(), "went on " + wentOn);
    }
  }

  /// The shield goes up and down while the outer scope is cancelled: in the end it is down.
  public static class ShieldAgainstCancel extends InScopes {
    @Override
    void body() {
      outer.enter(() -> inner.enter(this::waitInVain));
    }

    @Override
    protected void second() {
      inner.shield();
      inner.unshield();
    }

    @Override
    protected void third() {
      outer.cancel();
    }

    @Override
    protected void check() {
      ensure(outer.cancelledCaught() && !inner.cancelledCaught(), "absorbed by the wrong one");
      ensure(((ScopeNode) inner).isEffective(), "the cached bit is wrong");
    }
  }

  /// A scope that is shielded from before keeps the cancel out.
  public static class ShieldedFromTheStart extends InScopes {
    @Override
    void body() {
      outer.enter(() -> CancelScope.shielded(() -> outcome = wait.park(() -> {})));
    }

    @Override
    protected void second() {
      outer.cancel();
    }

    @Override
    protected void third() {
      wait.tryReschedule("v");
    }

    @Override
    protected void check() {
      ensure(outcome.equals("v"), "got " + outcome);
    }
  }

  /// A scope is cancelled while it is entered: before, and then the body is cancelled, or after.
  public static class CancelAgainstEnter extends InScopes {
    @Override
    void body() {
      inner.enter(this::waitInVain);
    }

    @Override
    protected void second() {
      inner.cancel();
    }

    @Override
    protected void check() {
      ensure(inner.cancelledCaught(), "not absorbed");
    }
  }

  /// The first checkpoint under a deadline marks it as known to the timer, in the word in which a
  /// cancel marks the scope as cancelled.
  public static class ArmAgainstCancel extends InScopes {
    @Override
    void body() {
      outer.enter(this::enterMore);
    }

    private void enterMore() {
      CancelScope.moveOnAfter(Duration.ofDays(1), this::waitInVain);
    }

    @Override
    protected void second() {
      outer.cancel();
    }

    @Override
    protected void check() {
      ensure(outer.cancelledCaught(), "not absorbed");
      ensure(time.armedCount() == 0, "the timer keeps a deadline of a scope that was left");
    }
  }

  /// Time passes while a scope is entered and its deadline becomes known.
  public static class ArmAgainstExpiry extends InScopes {
    @Override
    void body() {
      TaskScope scope = Scopes.at(new TrioTime(10));
      scope.runIn((Action<RuntimeException>) this::waitInVain);
      outcome = "absorbed " + scope.cancelledCaught();
    }

    @Override
    protected void second() {
      time.moveTo(100);
    }

    @Override
    protected void check() {
      ensure(outcome.equals("absorbed true"), outcome);
      ensure(time.armedCount() == 0, "the timer keeps a deadline of a scope that was left");
    }
  }

  /// A deadline is moved near while the far one becomes known.
  public static class ArmAgainstMove extends InScopes {
    final CancelScope scope =
        CancelScope.of(ScopeOptions.defaults().withDeadline(new TrioTime(1_000)));

    @Override
    void body() {
      scope.enter(this::waitInVain);
    }

    @Override
    protected void second() {
      scope.setDeadline(new TrioTime(50));
      time.moveTo(100);
    }

    @Override
    protected void check() {
      ensure(scope.cancelledCaught(), "not absorbed");
      ensure(time.armedCount() == 0, "the timer keeps a deadline of a scope that was left");
    }
  }

  /// A task that goes on after a wait, in code that may block, is told of a cancel it has not seen.
  public static class CancelAfterAWait extends InScopes {
    volatile boolean cancelled;

    @Override
    void body() {
      outer.enter(() -> {
        wait.park(() -> {});
        boolean must = cancelled;
        ensure(!must || task.toldOutside() > 0, "nobody told the task");
      });
    }

    @Override
    protected void second() {
      wait.tryReschedule("v");
    }

    @Override
    protected void third() {
      outer.cancel();
      cancelled = true;
    }

    @Override
    protected void check() {}
  }

  /// A task that leaves a shield, to code that may block, is told of a cancel outside.
  public static class CancelWhileLeavingAShield extends InScopes {
    volatile boolean cancelled;

    @Override
    void body() {
      outer.enter(() -> {
        CancelScope.shielded(() -> {});
        boolean must = cancelled;
        ensure(!must || task.toldOutside() > 0, "nobody told the task");
      });
    }

    @Override
    protected void second() {
      outer.cancel();
      cancelled = true;
    }

    @Override
    protected void check() {}
  }

  /// A child is listed while its nursery is cancelled. The second thread is the child.
  public static class ListAgainstCancel extends InScopes {
    final HandNursery nursery = new HandNursery();
    volatile boolean childStopped;

    @Override
    void body() {
      nursery.around(
          task,
          () -> {
            LoneTask child = new LoneTask(tree, nursery, 2);
            nursery.list(child);
            tree.settle(child);
            child.onThisThread();
            try {
              Wait.of(child, "vain").park(() -> {});
            } catch (Cancelled stopped) {
              childStopped = true;
            }
            nursery.unlist(child);
          });
    }

    @Override
    protected void second() {
      nursery.cancel();
    }

    @Override
    protected void check() {
      ensure(childStopped, "the child was missed");
    }
  }

  /// A task moves from one nursery to another while the new one is cancelled.
  public static class MoveAgainstCancel extends InScopes {
    final HandNursery from = new HandNursery();
    final HandNursery target = new HandNursery();

    @Override
    void body() {
      target.around(
          task,
          () ->
              from.around(
                  task,
                  () -> {
                    from.shield();
                    LoneTask child = new LoneTask(tree, from, 2);
                    from.list(child);
                    tree.settle(child);
                    child.onThisThread();
                    tree.reparent(child, target, _ -> move(child));
                    try {
                      Wait.of(child, "vain").park(() -> {});
                    } catch (Cancelled stopped) {
                      outcome = "stopped";
                    }
                    target.unlist(child);
                  }));
    }

    private boolean move(LoneTask child) {
      from.unlist(child);
      target.list(child);
      return true;
    }

    @Override
    protected void second() {
      target.cancel();
    }

    @Override
    protected void check() {
      ensure(outcome.equals("stopped"), "the child was missed");
    }
  }
}
