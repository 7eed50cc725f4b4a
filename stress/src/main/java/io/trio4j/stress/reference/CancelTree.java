package io.trio4j.stress.reference;

import io.trio4j.stress.reference.Rules.Change;
import io.trio4j.stress.reference.ScopeState.Cause;
import io.trio4j.stress.reference.TaskState.Status;

/// Who sees which cancel, and what happens to the tree.
final class CancelTree {
  private final Rules rules;

  CancelTree(Rules rules) {
    this.rules = rules;
  }

  /// Whether a checkpoint inside `scope` throws.
  boolean visible(World world, int scope) {
    boolean behindShield = false;
    for (int id = scope; id >= 0; id = world.scope(id).parent()) {
      ScopeState state = world.scope(id);
      boolean hidden = behindShield || (state.shield() && rules.shieldHidesItself());
      if (rules.seen(state, hidden)) {
        return true;
      }
      if (state.soft() && rules.softIsHard() && !hidden) {
        return true;
      }
      behindShield |= state.shield();
    }
    return false;
  }

  /// Whether a cancel outside `scope` is visible at its edge.
  boolean visibleOutside(World world, int scope) {
    ScopeState state = world.scope(scope);
    boolean hidden = state.shield() && rules.shieldCountsAtEdge();
    return !hidden && visible(world, state.parent());
  }

  /// Whether code inside `scope` is asked to wind down.
  boolean visibleSoft(World world, int scope) {
    boolean behindShield = false;
    for (int id = scope; id >= 0; id = world.scope(id).parent()) {
      ScopeState state = world.scope(id);
      if (rules.seenSoft(state, behindShield, id == scope)) {
        return true;
      }
      behindShield |= state.shield();
    }
    return false;
  }

  /// Whether a checkpoint inside `scope` finds a deadline that has passed and not fired.
  boolean overdue(World world, int scope) {
    for (int id = scope; id >= 0; id = world.scope(id).parent()) {
      if (expires(world, id, Cause.DEADLINE) || expires(world, id, Cause.SHUTDOWN)) {
        return true;
      }
      if (world.scope(id).shield()) {
        return false;
      }
    }
    return false;
  }

  /// Whether the deadline of a scope (or the end of its grace, cause SHUTDOWN) can fire now.
  boolean expires(World world, int scope, Cause cause) {
    ScopeState state = world.scope(scope);
    boolean alive =
        state.active() || (state.life() != ScopeState.Life.ABSENT && rules.expiresAfterExit());
    return alive && !state.called() && rules.due(moment(state, cause), world.now());
  }

  /// When the scope will be cancelled by this cause.
  long moment(ScopeState state, Cause cause) {
    if (cause == Cause.DEADLINE) {
      return state.deadline();
    }
    return rules.hardCancelFollows() ? state.graceEnd() : ScopeState.NEVER;
  }

  void cancel(World world, int scope, Cause cause) {
    ScopeState state = world.scope(scope);
    if (!state.active()) {
      world.set(scope, rules.cancelledLate(state));
      return;
    }
    world.set(scope, state.cancelled(rules.causeAfter(state, cause)));
    deliver(world, cause == Cause.DEADLINE ? Change.EXPIRY : Change.CANCEL);
  }

  void cancelGracefully(World world, int scope, long graceMillis) {
    ScopeState state = world.scope(scope);
    long end = rules.graceEnd(state.graceEnd(), world.now() + graceMillis);
    world.set(scope, state.withSoft(end));
    deliver(world, Change.SOFT);
  }

  void shield(World world, int scope, boolean on) {
    world.set(scope, world.scope(scope).withShield(on));
    if (!on) {
      deliver(world, Change.UNSHIELD);
    }
  }

  /// Ends the waits that see a cancel, and cancels the scopes that a soft cancel ends.
  void deliver(World world, Change change) {
    for (int id = 0; id < world.numbers(); id++) {
      ScopeState state = world.scope(id);
      if (state.active() && state.untilShutdown() && !state.called() && visibleSoft(world, id)) {
        world.set(id, state.cancelled(Cause.SHUTDOWN));
      }
    }
    if (!rules.wakes(change)) {
      return;
    }
    for (int id = 0; id < world.numbers(); id++) {
      TaskState task = world.task(id);
      if (task.status() == Status.SLEEPING && visible(world, task.scope())) {
        world.set(id, task.cancelled(task.stack()));
      }
    }
  }
}
