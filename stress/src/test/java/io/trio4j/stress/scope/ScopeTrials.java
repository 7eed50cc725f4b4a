package io.trio4j.stress.scope;

import io.trio4j.Action;
import io.trio4j.CancelReason;
import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.ScopeOptions;
import io.trio4j.TrioTime;
import io.trio4j.internal.cancel.CancelTree;
import io.trio4j.internal.cancel.ScopeNode;
import io.trio4j.internal.cancel.Scopes;
import io.trio4j.internal.park.Wait;
import io.trio4j.lowlevel.Checkpoints;
import io.trio4j.stress.primitive.HandTime;
import io.trio4j.stress.primitive.LoneTask;
import io.trio4j.stress.primitive.Trial;
import java.time.Duration;

/// A task that enters and leaves scopes while others cancel, shield and move deadlines. The first
/// thread is the task; it is inside `outer` when the trial begins.
public final class ScopeTrials {
  private ScopeTrials() {}

  abstract static class InScopes extends Trial {
    final CancelTree tree = new CancelTree();
    final HandTime time = new HandTime();
    final LoneTask task = new LoneTask(tree, null, 1, time);
    final HandNursery outer = new HandNursery(task);
    final Wait<String> wait = Wait.of(task, "one");
    final CancelReason reason = LoneTask.reason("now");
    volatile boolean cancelled; // the cancel has returned
    volatile boolean absorbed; // by outer
    volatile String outcome = "";

    @Override
    protected final void first() {
      task.onThisThread();
      absorbed = outer.leaveAfter(task, this::body);
    }

    abstract void body();

    /// Waits for what will not come: only a cancel ends it.
    final void waitInVain() {
      wait.park(() -> {});
      throw new AssertionError("woken by nobody");
    }

    final void inScope(Action<RuntimeException> body) {
      Scopes.open().runIn(body);
    }

    final void cancelOuter() {
      tree.cancel(outer, reason);
      cancelled = true;
    }
  }

  /// A cancel finds the task wherever it is on its way into inner scopes.
  public static class EnterAgainstCancel extends InScopes {
    @Override
    void body() {
      inScope(() -> inScope(this::waitInVain));
    }

    @Override
    protected void second() {
      cancelOuter();
    }

    @Override
    protected void check() {
      ensure(absorbed, "not absorbed");
    }
  }

  /// The same, with a checkpoint instead of a wait: once `cancel` has returned, it throws.
  public static class CheckpointAfterCancel extends InScopes {
    @Override
    void body() {
      inScope(this::look);
    }

    private void look() {
      boolean must = cancelled;
      Checkpoints.checkpointIfCancelled();
      ensure(!must, "a checkpoint ran past a cancel");
    }

    @Override
    protected void second() {
      cancelOuter();
    }

    @Override
    protected void check() {}
  }

  /// A scope that is cancelled while it is being left takes no wait of what comes after it.
  public static class LeaveAgainstCancel extends InScopes {
    final HandNursery inner = new HandNursery(task);

    @Override
    void body() {
      inner.leaveAfter(task, () -> {});
      outcome = wait.park(() -> {});
    }

    @Override
    protected void second() {
      tree.cancel(inner, reason);
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
    final HandNursery inner = new HandNursery(task);
    volatile boolean innerAbsorbed;
    volatile boolean wentOn;

    @Override
    void body() {
      innerAbsorbed = inner.leaveAfter(task, this::waitInVain);
      wentOn = true;
      Wait.of(task, "two").park(() -> {});
    }

    @Override
    protected void second() {
      tree.cancel(inner, reason);
    }

    @Override
    protected void third() {
      cancelOuter();
    }

    @Override
    protected void check() {
      ensure(absorbed, "the outer cancel was lost");
      ensure(wentOn == innerAbsorbed, "went on " + wentOn);
    }
  }

  /// The shield goes up and down while the outer scope is cancelled: in the end it is down.
  public static class ShieldAgainstCancel extends InScopes {
    final HandNursery inner = new HandNursery(task);

    @Override
    void body() {
      inner.leaveAfter(task, this::waitInVain);
    }

    @Override
    protected void second() {
      inner.shield();
      inner.unshield();
    }

    @Override
    protected void third() {
      cancelOuter();
    }

    @Override
    protected void check() {
      ensure(absorbed && !inner.cancelledCaught(), "absorbed by the wrong one");
      ensure(((ScopeNode) inner).isEffective(), "the cached bit is wrong");
    }
  }

  /// A scope that is shielded from before keeps the cancel out.
  public static class ShieldedFromTheStart extends InScopes {
    @Override
    void body() {
      CancelScope.shielded(() -> outcome = wait.park(() -> {}));
    }

    @Override
    protected void second() {
      cancelOuter();
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
    final CancelScope inner = CancelScope.of(ScopeOptions.defaults());

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
      CancelScope.moveOnAfter(Duration.ofDays(1), this::waitInVain);
    }

    @Override
    protected void second() {
      cancelOuter();
    }

    @Override
    protected void check() {
      ensure(absorbed, "not absorbed");
      ensure(time.armedCount() == 0, "the timer keeps a deadline of a scope that was left");
    }
  }

  /// Time passes while a deadline becomes known.
  public static class ArmAgainstExpiry extends InScopes {
    @Override
    void body() {
      CancelScope.moveOnAt(new TrioTime(10), this::waitInVain);
    }

    @Override
    protected void second() {
      time.moveTo(100);
    }

    @Override
    protected void check() {
      ensure(time.armedCount() == 0, "the timer keeps a deadline of a scope that was left");
    }
  }

  /// A deadline is moved near while the far one becomes known.
  public static class ArmAgainstMove extends InScopes {
    final CancelScope inner =
        CancelScope.of(ScopeOptions.defaults().withDeadline(new TrioTime(1_000)));

    @Override
    void body() {
      inner.enter(this::waitInVain);
    }

    @Override
    protected void second() {
      inner.setDeadline(new TrioTime(50));
      time.expireDue();
    }

    @Override
    protected void third() {
      time.moveTo(100);
    }

    @Override
    protected void check() {
      ensure(inner.cancelledCaught(), "not absorbed");
      ensure(time.armedCount() == 0, "the timer keeps a deadline of a scope that was left");
    }
  }

  /// A task that goes on after a wait, in code that may block, is told of a cancel it has not seen.
  public static class CancelAfterAWait extends InScopes {
    @Override
    void body() {
      wait.park(() -> {});
      boolean must = cancelled;
      ensure(!must || task.toldOutside() > 0, "nobody told the task");
    }

    @Override
    protected void second() {
      wait.tryReschedule("v");
    }

    @Override
    protected void third() {
      cancelOuter();
    }

    @Override
    protected void check() {}
  }

  /// A task that leaves a shield, to code that may block, is told of a cancel outside.
  public static class CancelWhileLeavingAShield extends InScopes {
    @Override
    void body() {
      CancelScope.shielded(() -> {});
      boolean must = cancelled;
      ensure(!must || task.toldOutside() > 0, "nobody told the task");
    }

    @Override
    protected void second() {
      cancelOuter();
    }

    @Override
    protected void check() {}
  }

  /// The first thread becomes a child of `outer`, which is cancelled.
  abstract static class WithChild extends InScopes {
    /// Waits as the child for what will not come, and leaves `outer`.
    final void stopAsChild(LoneTask child) {
      try {
        Wait.of(child, "vain").park(() -> {});
      } catch (Cancelled stopped) {
        outcome = "stopped";
      }
      outer.unlist(child);
    }

    @Override
    protected final void second() {
      cancelOuter();
    }

    @Override
    protected final void check() {
      ensure(outcome.equals("stopped"), "the child was missed");
    }
  }

  /// A child is listed while its nursery is cancelled.
  public static class ListAgainstCancel extends WithChild {
    @Override
    void body() {
      LoneTask child = new LoneTask(tree, outer, 2);
      outer.list(child);
      tree.settle(child);
      child.onThisThread();
      stopAsChild(child);
    }
  }

  /// A child moves to an outer nursery while that one is cancelled. It comes from a shielded place,
  /// so only as a child of the new one it can see the cancel.
  public static class MoveAgainstCancel extends WithChild {
    final HandNursery from = shieldedIn(task);
    final LoneTask child = new LoneTask(tree, from, 2);

    private static HandNursery shieldedIn(LoneTask owner) {
      HandNursery nursery = new HandNursery(owner);
      nursery.shield();
      return nursery;
    }

    @Override
    void body() {
      from.list(child);
      tree.settle(child);
      child.onThisThread();
      tree.reparent(child, outer, _ -> move());
      stopAsChild(child);
      task.onThisThread();
      from.leaveAfter(task, () -> {});
    }

    private boolean move() {
      from.unlist(child);
      outer.list(child);
      return true;
    }
  }
}
