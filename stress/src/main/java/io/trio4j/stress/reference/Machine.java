package io.trio4j.stress.reference;

/// Runs one task of a [World] by one atomic action.
///
/// The same actions serve two kinds of schedule. With batons a task keeps running until an action
/// says it let others run; without, every action can be followed by one of any other task.
final class Machine {

  /// What an action did to the turn of its task.
  enum Turn {
    /// It goes on, with batons.
    KEEPS,
    /// It was a schedule point, or the task waits, or has ended.
    PASSES
  }

  private final Code code;
  private final Rules rules;
  private final boolean batons;
  private final CancelTree tree;
  private final ScopeEdges scopes;
  private final NurseryEdges nurseries;
  private final Starts starts;

  Machine(Code code, Rules rules, boolean batons) {
    this.code = code;
    this.rules = rules;
    this.batons = batons;
    this.tree = new CancelTree(rules);
    this.scopes = new ScopeEdges(code, rules, tree);
    this.nurseries = new NurseryEdges(code, rules, tree, scopes, batons);
    this.starts = new Starts(code, rules, tree, scopes, nurseries);
  }

  CancelTree tree() {
    return tree;
  }

  /// Whether the next action of a task can't be told from no action by any other task, so that it
  /// need not be interleaved.
  boolean isPrivate(World world, int id) {
    TaskState task = world.task(id);
    Frame top = task.stack();
    if (top == Frame.END) {
      return false;
    }
    boolean thrown = task.signal() != Thrown.None.NONE;
    return switch (code.node(top.at())) {
      case Node.Seq _, Node.Log _, Node.Fail _, Node.CatchFail _ -> true;
      case Node.TryFinally _, Node.CatchCancelled _, Node.Resource _ -> true;
      case Node.Scope s -> top.phase() == 0 && s.kind() != ScopeKind.UNTIL_SHUTDOWN;
      case Node.Nursery _ -> top.phase() == 0;
      case Node.Checkpoint _, Node.Sleep _, Node.SleepForever _ -> thrown || top.phase() == 1;
      case Node.AskShutdown _, Node.StartSoon _, Node.Start _, Node.Started _ -> false;
      case Node.Cancel _, Node.CancelGracefully _, Node.SetShield _, Node.SetDeadline _ -> false;
    };
  }

  /// Whether a task can do its next action; a checkpoint can't before the deadlines it compares
  /// with the clock have fired.
  boolean canAct(World world, int id) {
    TaskState task = world.task(id);
    if (!task.ready()) {
      return false;
    }
    if (!rules.checkpointReadsClock() || !isCheck(task)) {
      return true;
    }
    return tree.visible(world, task.scope()) || !tree.overdue(world, task.scope());
  }

  private boolean isCheck(TaskState task) {
    Frame top = task.stack();
    if (top == Frame.END || task.signal() != Thrown.None.NONE) {
      return false;
    }
    return switch (code.node(top.at())) {
      case Node.Checkpoint _ -> checksInPhase(top.phase());
      case Node.Sleep s -> s.millis() == 0 ? checksInPhase(top.phase()) : top.phase() == 0;
      case Node.SleepForever _ -> top.phase() == 0;
      default -> false;
    };
  }

  private boolean checksInPhase(int phase) {
    if (!batons) {
      return phase == 0;
    }
    return phase == 0 ? !rules.throwingYields() : rules.looksAfterYield();
  }

  /// Does the next action of a task.
  Turn act(World world, int id) {
    TaskState task = world.task(id);
    Frame top = task.stack();
    if (top == Frame.END) {
      return nurseries.end(world, id);
    }
    Node node = code.node(top.at());
    return switch (node) {
      case Node.Seq _ -> sequence(world, id);
      case Node.CatchFail c -> catchFail(world, id, c);
      case Node.Resource r -> resource(world, id, r);
      case Node.TryFinally _ -> tryFinally(world, id);
      case Node.CatchCancelled _ -> catchCancelled(world, id);
      case Node.Scope s -> scopes.scope(world, id, s);
      case Node.Nursery n -> nurseries.nursery(world, id, n);
      case Node.Start s -> starts.start(world, id, s);
      case Node.StartSoon s -> starts.startSoon(world, id, s, batons);
      case Node.Started s -> starts.started(world, id, s);
      case Node.Checkpoint _ -> checkpoint(world, id);
      case Node.Sleep s when s.millis() == 0 -> checkpoint(world, id);
      case Node.Sleep s -> sleep(world, id, world.now() + s.millis());
      case Node.SleepForever _ -> sleep(world, id, ScopeState.NEVER);
      default -> command(world, id, node);
    };
  }

  private Turn sequence(World world, int id) {
    TaskState task = world.task(id);
    Frame top = task.stack();
    boolean over = top.phase() == code.kidCount(top.at());
    if (task.signal() != Thrown.None.NONE || over) {
      world.set(id, task.withStack(top.below()));
    } else {
      Frame rest = top.phase(top.phase() + 1);
      world.set(id, task.withStack(rest.push(code.kid(top.at(), top.phase()))));
    }
    return Turn.KEEPS;
  }

  private Turn catchFail(World world, int id, Node.CatchFail node) {
    TaskState task = world.task(id);
    Frame top = task.stack();
    if (top.phase() == 0) {
      world.set(id, task.withStack(top.phase(1).push(code.kid(top.at(), 0))));
    } else if (task.signal().isRuntimeException()) {
      world.set(id, task.with(top.below(), Thrown.None.NONE));
      log(world, id, node.id());
    } else {
      world.set(id, task.withStack(top.below()));
    }
    return Turn.KEEPS;
  }

  private Turn resource(World world, int id, Node.Resource node) {
    TaskState task = world.task(id);
    Frame top = task.stack();
    if (top.phase() == 0) {
      world.set(id, task.withStack(top.phase(1).push(code.kid(top.at(), 0))));
      return Turn.KEEPS;
    }
    Thrown closing = new Thrown.Failure(node.id());
    Thrown out =
        switch (task.signal()) {
          case Thrown.None _ -> closing;
          case Thrown.Cancel cancel -> rules.keepsRiders() ? cancel.with(closing) : cancel;
          default -> task.signal();
        };
    world.set(id, task.with(top.below(), out));
    return Turn.KEEPS;
  }

  private Turn tryFinally(World world, int id) {
    TaskState task = world.task(id);
    Frame top = task.stack();
    switch (top.phase()) {
      case 0 -> world.set(id, task.withStack(top.phase(1).push(code.kid(top.at(), 0))));
      case 1 -> world.set(id, handling(task));
      default -> world.set(id, afterHandling(task));
    }
    return Turn.KEEPS;
  }

  private Turn catchCancelled(World world, int id) {
    TaskState task = world.task(id);
    Frame top = task.stack();
    if (top.phase() == 0) {
      world.set(id, task.withStack(top.phase(1).push(code.kid(top.at(), 0))));
    } else if (top.phase() == 1 && task.signal() instanceof Thrown.Cancel) {
      world.set(id, handling(task));
    } else if (top.phase() == 1) {
      world.set(id, task.withStack(top.below()));
    } else {
      world.set(id, afterHandling(task));
    }
    return Turn.KEEPS;
  }

  private TaskState handling(TaskState task) {
    Frame top = task.stack();
    Frame handler = top.phase(2, task.signal()).push(code.kid(top.at(), 1));
    return task.with(handler, Thrown.None.NONE);
  }

  /// What the handler throws replaces what was in flight, as in Java.
  private TaskState afterHandling(TaskState task) {
    Frame top = task.stack();
    Thrown inFlight = task.signal() == Thrown.None.NONE ? top.held() : task.signal();
    return task.with(top.below(), inFlight);
  }

  private Turn checkpoint(World world, int id) {
    TaskState task = world.task(id);
    Frame top = task.stack();
    if (task.signal() != Thrown.None.NONE) {
      world.set(id, task.withStack(top.below()));
      return Turn.KEEPS;
    }
    boolean throwsNow = checksInPhase(top.phase()) && throwsHere(world, task);
    if (throwsNow) {
      world.set(id, task.cancelled(top.below()));
      return Turn.KEEPS;
    }
    if (batons && top.phase() == 0) {
      world.set(id, task.withStack(top.phase(1)));
      return Turn.PASSES;
    }
    world.set(id, task.withStack(top.below()));
    return Turn.KEEPS;
  }

  private Turn sleep(World world, int id, long until) {
    TaskState task = world.task(id);
    Frame top = task.stack();
    if (task.signal() != Thrown.None.NONE || top.phase() == 1) {
      world.set(id, task.withStack(top.below()));
      return Turn.KEEPS;
    }
    if (rules.sleepChecks() && throwsHere(world, task)) {
      world.set(id, task.cancelled(top.below()));
      return rules.cancelledSleepYields(until == ScopeState.NEVER) ? Turn.PASSES : Turn.KEEPS;
    }
    world.set(id, task.withStack(top.phase(1)).sleeping(until));
    return Turn.PASSES;
  }

  private boolean throwsHere(World world, TaskState task) {
    return tree.visible(world, task.scope()) && rules.throwsAgain(task.cancels());
  }

  private Turn command(World world, int id, Node node) {
    TaskState task = world.task(id);
    world.set(id, task.withStack(task.stack().below()));
    switch (node) {
      case Node.Log l -> log(world, id, l.id());
      case Node.AskShutdown a ->
          log(world, id, tree.visibleSoft(world, task.scope()) ? a.id() : -a.id());
      case Node.Fail f ->
          world.set(id, world.task(id).with(task.stack().below(), new Thrown.Failure(f.id())));
      case Node.Cancel c -> tree.cancel(world, c.target(), ScopeState.Cause.BY_HAND);
      case Node.CancelGracefully c -> tree.cancelGracefully(world, c.target(), c.graceMillis());
      case Node.SetShield s -> tree.shield(world, s.target(), s.on());
      case Node.SetDeadline s -> {
        ScopeState state = world.scope(s.target());
        long moved = rules.moved(state.deadline(), world.now() + s.millis());
        world.set(s.target(), state.withDeadline(moved));
      }
      default -> throw new IllegalStateException("not a command: " + node);
    }
    return Turn.KEEPS;
  }

  private void log(World world, int id, int entry) {
    TaskState task = world.task(id);
    world.set(id, task.withLog(task.log().plus(entry)));
    if (batons) {
      world.log(entry);
    }
  }
}
