package io.trio4j.stress.reference;

import io.trio4j.stress.reference.Machine.Turn;
import io.trio4j.stress.reference.ScopeState.Cause;
import io.trio4j.stress.reference.ScopeState.Life;

/// Entering and leaving cancel scopes: what comes out of one.
final class ScopeEdges {
  private final Code code;
  private final Rules rules;
  private final CancelTree tree;

  ScopeEdges(Code code, Rules rules, CancelTree tree) {
    this.code = code;
    this.rules = rules;
    this.tree = tree;
  }

  Turn scope(World world, int id, Node.Scope node) {
    TaskState task = world.task(id);
    Frame top = task.stack();
    if (top.phase() == 0) {
      enter(world, id, node);
      return Turn.KEEPS;
    }
    world.set(id, task.withStack(top.below()));
    leave(world, id, node.id(), node.valued() && rules.noResult(), node);
    return Turn.KEEPS;
  }

  private void enter(World world, int id, Node.Scope node) {
    TaskState task = world.task(id);
    Frame top = task.stack();
    long deadline = node.kind().timed() ? world.now() + node.millis() : ScopeState.NEVER;
    boolean shield =
        node.kind() == ScopeKind.SHIELDED
            || (node.kind() == ScopeKind.CLEANUP && rules.cleanupShielded());
    boolean untilShutdown = node.kind() == ScopeKind.UNTIL_SHUTDOWN;
    ScopeState scope = ScopeState.entered(task.scope(), untilShutdown, shield, deadline);
    world.set(node.id(), scope);
    world.set(id, task.withScope(node.id()));
    if (untilShutdown && rules.seesEarlierShutdown() && tree.visibleSoft(world, node.id())) {
      world.set(node.id(), scope.cancelled(Cause.SHUTDOWN));
    }
    Frame body = top.phase(1).push(code.kid(top.at(), 0));
    boolean thrown = rules.entryChecks() && tree.visible(world, node.id());
    TaskState inside = world.task(id);
    world.set(id, thrown ? inside.cancelled(top.phase(1)) : inside.withStack(body));
  }

  /// Leaves the innermost scope with the signal of the task, which becomes what goes on.
  private void leave(World world, int id, int scope, boolean noResult, Node.Scope node) {
    TaskState task = world.task(id);
    ScopeState state = world.scope(scope);
    Thrown signal = task.signal();
    boolean outer = tree.visibleOutside(world, scope);
    Thrown out = signal;
    boolean caught = false;
    boolean late = signal == Thrown.None.NONE && state.called() && rules.lateCancelTakesValue();
    if ((signal.involvesCancelled() || late) && rules.absorbs(state, outer)) {
      boolean whole = signal instanceof Thrown.Cancel || late;
      caught = whole || rules.caughtBesideErrors();
      out = whole ? absorbed(world, state, signal, noResult, node) : signal.withoutCancelled();
    } else if (signal == Thrown.None.NONE
        && node.kind() == ScopeKind.FAIL_AFTER
        && rules.tooSlowThoughReturned(state, world.now())) {
      out = Thrown.Library.TOO_SLOW;
    }
    Life how = out == Thrown.None.NONE ? Life.RETURNED : Life.THROWN;
    world.set(scope, state.left(how, caught));
    world.set(id, task.with(task.stack(), out).withScope(state.parent()));
  }

  private Thrown absorbed(
      World world, ScopeState state, Thrown signal, boolean noResult, Node.Scope node) {
    if (signal instanceof Thrown.Cancel(var errors) && !errors.isEmpty()) {
      return Thrown.Group.of(errors, false);
    }
    if (node.kind() == ScopeKind.FAIL_AFTER && rules.tooSlow(state, world.now())) {
      return Thrown.Library.TOO_SLOW;
    }
    if (node.kind() == ScopeKind.CLEANUP) {
      return rules.cleanupThrows() ? Thrown.Library.TOO_SLOW : Thrown.None.NONE;
    }
    return noResult ? Thrown.Library.NO_RESULT : Thrown.None.NONE;
  }

  /// Leaves the scope of a nursery, or of a start, with what it throws.
  void leave(World world, int id, int scope, boolean noResult, Thrown combined) {
    world.set(id, world.task(id).with(world.task(id).stack(), combined));
    Node.Scope plain = new Node.Scope(scope, ScopeKind.PLAIN, 0, false, Program.seq());
    leave(world, id, scope, noResult, plain);
  }
}
