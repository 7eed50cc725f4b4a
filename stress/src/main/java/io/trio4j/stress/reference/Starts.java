package io.trio4j.stress.reference;

import io.trio4j.stress.reference.Machine.Turn;
import io.trio4j.stress.reference.NurseryState.Report;
import io.trio4j.stress.reference.Rules.Change;

/// Starting children: at once, or waiting for their report.
final class Starts {
  private final Code code;
  private final Rules rules;
  private final CancelTree tree;
  private final ScopeEdges scopes;
  private final NurseryEdges nurseries;

  Starts(Code code, Rules rules, CancelTree tree, ScopeEdges scopes, NurseryEdges nurseries) {
    this.code = code;
    this.rules = rules;
    this.tree = tree;
    this.scopes = scopes;
    this.nurseries = nurseries;
  }

  Turn startSoon(World world, int id, Node.StartSoon node, boolean batons) {
    TaskState task = world.task(id);
    Frame top = task.stack();
    if (refuses(world, node.nursery())) {
      world.set(id, task.with(top.below(), Thrown.Library.ILLEGAL_STATE));
      return Turn.KEEPS;
    }
    world.set(id, task.withStack(top.below()));
    boolean cancelled = tree.visible(world, node.nursery());
    if (!cancelled || rules.startsInCancelled()) {
      begin(world, node.task(), code.kid(top.at(), 0), node.nursery(), task.scope());
    }
    return batons && rules.startSoonYields() ? Turn.PASSES : Turn.KEEPS;
  }

  private boolean refuses(World world, int nursery) {
    boolean winding = rules.softRefusesChildren() && tree.visibleSoft(world, nursery);
    return (world.nursery(nursery).closed() && rules.closedRefuses()) || winding;
  }

  private void begin(World world, int child, int body, int nursery, int starterScope) {
    world.set(nursery, world.nursery(nursery).withLive(1));
    int scope = rules.childScope(nursery, starterScope);
    world.set(child, TaskState.started(body, scope, nursery));
  }

  Turn start(World world, int id, Node.Start node) {
    TaskState task = world.task(id);
    Frame top = task.stack();
    return switch (top.phase()) {
      case 0 -> begin(world, id, node);
      case 1 -> {
        Thrown thrown = outcome(world, id, node);
        TaskState after = world.task(id);
        world.set(id, after.with(top.phase(2, thrown), Thrown.None.NONE));
        yield Turn.KEEPS;
      }
      default -> {
        if (rules.keepsTargetOpen() && world.nursery(node.task()).report() != Report.MOVED) {
          world.set(node.nursery(), world.nursery(node.nursery()).withStarts(-1));
          nurseries.wakeIfEmpty(world, node.nursery());
        }
        world.set(id, world.task(id).with(top.below(), top.held()));
        yield Turn.KEEPS;
      }
    };
  }

  private Turn begin(World world, int id, Node.Start node) {
    TaskState task = world.task(id);
    Frame top = task.stack();
    if (refuses(world, node.nursery())) {
      world.set(id, task.with(top.below(), Thrown.Library.ILLEGAL_STATE));
      return Turn.KEEPS;
    }
    if (rules.startChecks() && tree.visible(world, task.scope())) {
      world.set(id, task.cancelled(top.below()));
      return Turn.KEEPS;
    }
    if (rules.keepsTargetOpen()) {
      world.set(node.nursery(), world.nursery(node.nursery()).withStarts(1));
    }
    int hidden = node.task();
    nurseries.open(world, id, hidden);
    begin(world, node.task(), code.kid(top.at(), 0), hidden, task.scope());
    world.set(hidden, world.nursery(hidden).withBodyEnded().withAwaited(true));
    world.set(id, world.task(id).withStack(top.phase(1)).atEnd());
    return Turn.PASSES;
  }

  /// What the start throws, its child having reported or ended.
  private Thrown outcome(World world, int id, Node.Start node) {
    NurseryState hidden = world.nursery(node.task());
    Thrown thrown = hidden.sawCancelled() ? Thrown.Cancel.CANCELLED : Thrown.None.NONE;
    for (Thrown error : hidden.errors()) {
      Thrown whole = hidden.sawCancelled() ? error.besideCancelled() : error;
      thrown = rules.fromStart(whole);
    }
    scopes.leave(world, id, node.task(), false, thrown);
    Thrown left = world.task(id).signal();
    if (left == Thrown.None.NONE && hidden.report() == Report.NONE && rules.reportNeeded()) {
      return Thrown.Library.ILLEGAL_STATE;
    }
    if (left.isRuntimeException() && rules.failureReachesTarget()) {
      nurseries.failed(world, node.nursery(), left, false);
    }
    return left;
  }

  Turn started(World world, int id, Node.Started node) {
    TaskState task = world.task(id);
    Frame top = task.stack();
    NurseryState hidden = world.nursery(node.task());
    if (hidden.report() != Report.NONE && rules.secondReportFails()) {
      world.set(id, task.with(top.below(), Thrown.Library.ILLEGAL_STATE));
      return Turn.KEEPS;
    }
    world.set(id, task.withStack(top.below()));
    boolean starterCancelled = tree.visible(world, node.task());
    boolean moves = hidden.live() > 0 && rules.movesThough(starterCancelled);
    world.set(node.task(), hidden.withReport(moves ? Report.MOVED : Report.REFUSED));
    if (moves) {
      move(world, node.task(), ((Node.Start) code.starterOf(node.task())).nursery());
    }
    return Turn.KEEPS;
  }

  /// Moves the child of the hidden nursery, with all below it, to the target.
  private void move(World world, int hidden, int target) {
    int starter = world.nursery(hidden).parentTask();
    for (int id = 0; id < world.numbers(); id++) {
      TaskState task = world.task(id);
      if (task.nursery() == hidden && task.status() != TaskState.Status.DONE) {
        task = task.withNursery(target);
        world.set(hidden, world.nursery(hidden).withLive(-1));
        world.set(target, world.nursery(target).withLive(1));
        if (rules.keepsTargetOpen()) {
          world.set(target, world.nursery(target).withStarts(-1));
        }
      }
      if (task.scope() == hidden && id != starter) {
        task = task.withScope(target);
      }
      world.set(id, task);
      ScopeState scope = world.scope(id);
      if (scope.parent() == hidden && scope.active() && rules.scopesMove()) {
        world.set(id, scope.withParent(target));
      }
    }
    nurseries.wakeIfEmpty(world, hidden);
    tree.deliver(world, Change.ADOPTION);
  }
}
