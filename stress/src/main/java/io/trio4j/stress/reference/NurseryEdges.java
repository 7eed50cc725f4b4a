package io.trio4j.stress.reference;

import io.trio4j.stress.reference.Machine.Turn;
import io.trio4j.stress.reference.ScopeState.Cause;

/// Opening and leaving nurseries, and the end of tasks: what of a child comes to its parent.
final class NurseryEdges {
  private final Code code;
  private final Rules rules;
  private final CancelTree tree;
  private final ScopeEdges scopes;
  private final boolean batons;

  NurseryEdges(Code code, Rules rules, CancelTree tree, ScopeEdges scopes, boolean batons) {
    this.code = code;
    this.rules = rules;
    this.tree = tree;
    this.scopes = scopes;
    this.batons = batons;
  }

  Turn nursery(World world, int id, Node.Nursery node) {
    TaskState task = world.task(id);
    Frame top = task.stack();
    int n = node.id();
    return switch (top.phase()) {
      case 0 -> {
        open(world, id, n);
        world.set(id, world.task(id).withStack(top.phase(1).push(code.kid(top.at(), 0))));
        yield Turn.KEEPS;
      }
      case 1 -> {
        if (task.signal() != Thrown.None.NONE) {
          failed(world, n, task.signal(), true);
        }
        world.set(id, task.with(top.phase(2), Thrown.None.NONE));
        yield Turn.KEEPS;
      }
      case 2 -> endOfBody(world, id, n);
      default -> endOfNursery(world, id, node);
    };
  }

  /// Opens a nursery and its scope.
  void open(World world, int id, int nursery) {
    TaskState task = world.task(id);
    world.set(nursery, NurseryState.opened(id));
    world.set(nursery, ScopeState.entered(task.scope(), false, false, ScopeState.NEVER));
    world.set(id, task.withScope(nursery));
  }

  private Turn endOfBody(World world, int id, int n) {
    NurseryState ended = world.nursery(n).withBodyEnded();
    world.set(n, ended.empty() ? ended.withClosed() : ended);
    TaskState task = world.task(id);
    world.set(id, task.withStack(task.stack().phase(3)));
    boolean visible = tree.visible(world, task.scope());
    boolean waits = !ended.empty();
    if (visible && (waits ? rules.endThrows() : rules.emptyEndChecks())) {
      failed(world, n, Thrown.Cancel.CANCELLED, true);
    }
    if (waits && (!visible || rules.cancelledEndWaits())) {
      return awaitChildren(world, id, n);
    }
    world.set(n, world.nursery(n).withClosed());
    return batons && rules.emptyEndYields() ? Turn.PASSES : Turn.KEEPS;
  }

  private Turn awaitChildren(World world, int id, int n) {
    world.set(n, world.nursery(n).withAwaited(true));
    world.set(id, world.task(id).atEnd());
    return Turn.PASSES;
  }

  private Turn endOfNursery(World world, int id, Node.Nursery node) {
    NurseryState state = world.nursery(node.id());
    if (!state.closed() && !state.empty() && rules.cancelledEndWaits()) {
      return awaitChildren(world, id, node.id()); // one was started before the parent came to it
    }
    world.set(node.id(), state.withClosed());
    Thrown combined = rules.combined(state.errors(), state.sawCancelled());
    boolean noResult = node.valued() && rules.nurseryNoResult(state.bodyCancelled());
    world.set(id, world.task(id).with(world.task(id).stack().below(), Thrown.None.NONE));
    scopes.leave(world, id, node.id(), noResult, combined);
    return Turn.KEEPS;
  }

  /// The body or a child of `nursery` ended with `failure`.
  void failed(World world, int nursery, Thrown failure, boolean ofBody) {
    NurseryState state = world.nursery(nursery);
    if (failure instanceof Thrown.Cancel(var errors)) {
      if (errors.isEmpty() || rules.ridersBesideCancelled(ofBody)) {
        world.set(nursery, state.withCancelled(ofBody));
      }
      if (!errors.isEmpty()) {
        failed(world, nursery, Thrown.Group.of(errors, false), ofBody);
      }
    } else {
      world.set(nursery, rules.withError(state, failure));
    }
    if (rules.failureCancels(failure, ofBody)) {
      tree.cancel(world, nursery, Cause.FAILURE);
    }
  }

  /// Wakes the parent of a nursery that has nothing left.
  void wakeIfEmpty(World world, int nursery) {
    NurseryState state = world.nursery(nursery);
    if (state.empty() && state.awaited()) {
      world.set(nursery, state.withAwaited(false));
      world.set(state.parentTask(), world.task(state.parentTask()).woken());
    }
  }

  /// The end of a task: first what it failed with, then that it is gone.
  Turn end(World world, int id) {
    TaskState task = world.task(id);
    if (id == Program.MAIN) {
      if (task.signal() instanceof Thrown.Cancel) {
        world.goAstray();
      }
      world.set(id, task.done());
      return Turn.PASSES;
    }
    if (task.signal() != Thrown.None.NONE) {
      boolean visible = tree.visible(world, task.scope());
      boolean stray =
          task.signal() instanceof Thrown.Cancel
              && rules.stray(visible, anyCancelled(world, task.scope()));
      Thrown failure = stray ? Thrown.Library.ILLEGAL_STATE : task.signal();
      failed(world, task.nursery(), failure, false);
      world.set(id, world.task(id).with(Frame.END, Thrown.None.NONE));
      return Turn.KEEPS;
    }
    world.set(id, task.done());
    world.set(task.nursery(), world.nursery(task.nursery()).withLive(-1));
    wakeIfEmpty(world, task.nursery());
    return Turn.PASSES;
  }

  private static boolean anyCancelled(World world, int scope) {
    for (int id = scope; id >= 0; id = world.scope(id).parent()) {
      if (world.scope(id).called()) {
        return true;
      }
    }
    return false;
  }
}
