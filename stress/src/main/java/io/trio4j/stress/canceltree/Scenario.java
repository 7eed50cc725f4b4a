package io.trio4j.stress.canceltree;

import static io.trio4j.stress.canceltree.CancelTree.FAR;
import static io.trio4j.stress.canceltree.CancelTree.NEAR;
import static io.trio4j.stress.canceltree.CancelTree.SHIELD;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Small worlds in which the processes race. Scope 0 is the run's, task 0 its main task. One long
 * file, because it is a list: each world stands alone.
 */
enum Scenario {
  /** A cancel while the owner goes two scopes deeper. */
  ENTER(
      4,
      1,
      2,
      world -> {
        var main = world.task("owner", 0, 0);
        main.main(() ->
            main.scope(
                1,
                () ->
                    main.scope(
                        2,
                        () ->
                            main.scope(
                                3,
                                () -> {
                                  main.checkpoint();
                                  main.park(0);
                                }))));
        var canceller = world.outsider("canceller");
        canceller.awaitEntered(1);
        canceller.cancel(1, 0);
      }),
  /** A cancel while the owner leaves the scope and goes on outside. */
  LEAVE(
      4,
      1,
      2,
      world -> {
        var main = world.task("owner", 0, 0);
        main.main(() -> {
          main.scope(
              1,
              () -> {
                main.scope(2, () -> main.park(0));
                main.checkpoint();
              });
          main.scope(3, () -> main.park(1));
        });
        var canceller = world.outsider("canceller");
        canceller.awaitEntered(1);
        canceller.cancel(1, 0);
        world.task("waker", 0, 0).reschedule(0);
      }),
  /** A cancel while the owner leaves one scope and enters others. */
  HOP(
      5,
      1,
      1,
      world -> {
        var main = world.task("owner", 0, 0);
        main.main(() ->
            main.scope(
                1,
                () -> {
                  main.scope(2, () -> {});
                  main.scope(3, () -> main.scope(4, () -> main.park(0)));
                }));
        var canceller = world.outsider("canceller");
        canceller.awaitEntered(1);
        canceller.cancel(1, 0);
      }),
  /** A wait that a waker, two cancellers and the owner all want to end. */
  WAIT(
      3,
      1,
      1,
      world -> {
        var main = world.task("owner", 0, 0);
        main.main(() ->
            main.scope(
                1,
                () ->
                    main.scope(
                        2,
                        () -> {
                          main.park(0);
                          main.checkpoint();
                        })));
        world.task("waker", 0, 0).reschedule(0);
        for (int s = 1; s <= 2; s++) {
          var canceller = world.outsider("canceller" + s);
          canceller.awaitEntered(s);
          canceller.cancel(s, 0);
        }
      }),
  /** Two cancels of one scope: each one's return is a promise. */
  CANCEL_TWICE(
      4,
      1,
      1,
      world -> {
        var main = world.task("owner", 0, 0);
        main.main(() ->
            main.scope(
                1,
                () ->
                    main.scope(
                        2,
                        () ->
                            main.scope(
                                3,
                                () -> {
                                  main.checkpoint();
                                  main.checkpoint();
                                }))));
        for (int i = 1; i <= 2; i++) {
          var canceller = world.outsider("canceller" + i);
          canceller.awaitEntered(1);
          canceller.cancel(1, 0);
        }
      }),
  /** A cancel of a scope that is made, and is entered only now. */
  CANCEL_BEFORE_ENTER(
      3,
      1,
      1,
      world -> {
        var main = world.task("owner", 0, 0);
        main.main(() -> main.scope(1, () -> main.scope(2, () -> main.park(0))));
        world.outsider("canceller").cancel(1, 0);
      }),
  /** Cancels inside and outside of a shield, which is written in the program. */
  SHIELDED(
      4,
      1,
      2,
      world -> {
        var main = world.task("owner", 0, 0);
        main.main(() ->
            main.scope(
                1,
                () -> {
                  main.scope(
                      2,
                      SHIELD,
                      () ->
                          main.scope(
                              3,
                              () -> {
                                main.checkpoint();
                                main.park(0);
                              }));
                  main.checkpoint();
                }));
        var canceller = world.outsider("outer");
        canceller.awaitEntered(1);
        canceller.cancel(1, 0);
        var inner = world.outsider("inner");
        inner.awaitEntered(2);
        inner.cancel(2, 0);
        world.task("waker", 0, 0).reschedule(0);
      }),
  /** A shield taken off by another thread. */
  UNSHIELD(
      4,
      1,
      1,
      world -> {
        var main = world.task("owner", 0, 0);
        main.main(() ->
            main.scope(1, () -> main.scope(2, SHIELD, () -> main.scope(3, () -> main.park(0)))));
        var canceller = world.outsider("canceller");
        canceller.awaitEntered(1);
        canceller.cancel(1, 0);
        var toggler = world.outsider("toggler");
        toggler.awaitEntered(2);
        toggler.setShield(2, 0, false);
      }),
  /** A shield put up, and taken off again, by another thread. */
  SHIELD_TOGGLED(
      4,
      1,
      1,
      world -> {
        var main = world.task("owner", 0, 0);
        main.main(() ->
            main.scope(
                1,
                () ->
                    main.scope(
                        2,
                        () ->
                            main.scope(
                                3,
                                () -> {
                                  main.checkpoint();
                                  main.park(0);
                                }))));
        var canceller = world.outsider("canceller");
        canceller.awaitEntered(1);
        canceller.cancel(1, 0);
        var toggler = world.outsider("toggler");
        toggler.awaitEntered(2);
        toggler.setShield(2, 0, true);
        toggler.setShield(2, 0, false);
      }),
  /** A nursery is cancelled from outside while a child is started and goes into a scope. */
  NURSERY(
      4,
      2,
      2,
      world -> {
        var main = world.task("owner", 0, 0);
        var child = world.task("child", 1, 2);
        main.main(() -> main.scope(1, () -> main.nursery(2, () -> main.startSoon(2, 1))));
        child.child(() -> child.scope(3, () -> child.park(0)));
        var canceller = world.outsider("canceller");
        canceller.awaitEntered(1);
        canceller.cancel(1, 0);
      }),
  /** A child starts a sibling while the nursery is cancelled. */
  SIBLING(
      3,
      3,
      2,
      world -> {
        var main = world.task("owner", 0, 0);
        var child = world.task("child", 1, 1);
        var sibling = world.task("sibling", 2, 1);
        main.main(() -> main.nursery(1, () -> main.startSoon(1, 1)));
        child.child(() -> child.startSoon(1, 2));
        sibling.child(() -> sibling.scope(2, () -> sibling.park(0)));
        var canceller = world.outsider("canceller");
        canceller.awaitEntered(1);
        canceller.cancel(1, 0);
      }),
  /** A shielded child, a cancel above it, a shield taken off, a wake-up. */
  STORM(
      5,
      2,
      2,
      world -> {
        var main = world.task("owner", 0, 0);
        var child = world.task("child", 1, 2);
        main.main(() ->
            main.scope(
                1,
                () ->
                    main.nursery(
                        2,
                        () -> {
                          main.startSoon(2, 1);
                          main.park(0);
                        })));
        child.child(() -> child.scope(3, SHIELD, () -> child.scope(4, () -> child.park(1))));
        var canceller = world.outsider("canceller");
        canceller.awaitEntered(1);
        canceller.cancel(1, 0);
        var toggler = world.outsider("toggler");
        toggler.awaitEntered(3);
        toggler.setShield(3, 1, false);
        world.task("waker", 0, 0).reschedule(1);
      }),
  /** A deadline that is moved while it expires and while the scope ends. */
  DEADLINE(
      3,
      1,
      2,
      world -> {
        world.tree().declareDeadline(1, NEAR);
        var main = world.task("owner", 0, 0);
        main.main(() ->
            main.scope(
                1,
                () -> {
                  main.scope(2, main::checkpoint);
                  main.park(0);
                }));
        world.timer(1);
        world.mover(1, FAR);
        world.task("waker", 0, 0).reschedule(0);
      }),
  /** A deadline given to a scope that had none and that is just being left. */
  DEADLINE_GIVEN(
      2,
      1,
      1,
      world -> {
        world.tree().declareDeadline(1, 0);
        var main = world.task("owner", 0, 0);
        main.main(() -> main.scope(1, main::checkpoint));
        world.timer(1);
        world.mover(1, NEAR);
      }),
  /** Parent and child meet the same unarmed deadline at once. */
  DEADLINE_SHARED(
      4,
      2,
      2,
      world -> {
        world.tree().declareDeadline(1, NEAR);
        var main = world.task("owner", 0, 0);
        var child = world.task("child", 1, 2);
        main.main(() ->
            main.scope(
                1,
                () ->
                    main.nursery(
                        2,
                        () -> {
                          main.startSoon(2, 1);
                          main.park(0);
                        })));
        child.child(() -> child.scope(3, () -> child.park(1)));
        world.timer(1);
      }),
  /** A cancel of a scope whose UNARMED bit is being cleared. */
  DEADLINE_CANCELLED(
      3,
      1,
      1,
      world -> {
        world.tree().declareDeadline(1, FAR);
        var main = world.task("owner", 0, 0);
        main.main(() -> main.scope(1, () -> main.scope(2, () -> main.park(0))));
        var canceller = world.outsider("canceller");
        canceller.awaitEntered(1);
        canceller.cancel(1, 0);
      }),
  /** start while its caller is cancelled: scope 2 around the call, 3 hidden, 4 the child's root. */
  START_CALLER_CANCELLED(
      6,
      2,
      2,
      world -> {
        var outsider = world.start(0);
        outsider.awaitEntered(2);
        outsider.cancel(2, 0);
      }),
  /** start while the target is cancelled. */
  START_TARGET_CANCELLED(
      6,
      2,
      2,
      world -> {
        var outsider = world.start(0);
        outsider.awaitEntered(1);
        outsider.cancel(1, 0);
      }),
  /**
   * start from a scope that is shielded against the target's cancel: adoption brings it into the
   * cancel.
   */
  START_FROM_SHIELD(
      6,
      2,
      2,
      world -> {
        var outsider = world.start(SHIELD);
        outsider.awaitEntered(1);
        outsider.cancel(1, 0);
      }),
  /** The caller is cancelled, has its Cancelled or not yet, and is shielded then. */
  START_CALLER_SHIELDED_LATE(
      6,
      2,
      2,
      world -> {
        var outsider = world.start(0);
        outsider.awaitEntered(2);
        outsider.cancel(1, 0);
        outsider.setShield(2, 0, true);
      }),
  /** The target's deadline was met by nobody yet when a shielded caller's child is adopted. */
  START_UNDER_DEADLINE(
      6,
      3,
      2,
      world -> {
        world.tree().declareDeadline(1, NEAR);
        var main = world.task("target", 0, 0);
        var caller = world.task("caller", 2, 0);
        var child = world.task("child", 1, 4);
        world.tree().layout.initially(world.tree().begun[2], 1);
        var call = new StartSteps(world.tree(), 3, 4, 1, 1, 0);
        main.main(() ->
            main.nursery(
                1,
                () ->
                    main.program.step(
                        "compute, without a checkpoint",
                        m -> m[world.tree().delivered] == 0 ? Program.BLOCKED : Program.NEXT)));
        caller.main(() -> {
          caller.slowly.awaitEntered(1);
          caller.scope(2, () -> call.start(caller));
        });
        call.child(
            child,
            () -> {
              call.started(child);
              child.scope(5, () -> child.park(1));
            });
        world.timer(1);
      }),
  /**
   * A grandchild arms the caller's deadline while the child moves from under it to under the
   * target's.
   */
  START_BETWEEN_DEADLINES(
      7,
      4,
      2,
      world -> {
        world.alreadyIn(1, 0, NEAR);
        world.alreadyIn(2, 2, FAR);
        world.tree().declareNursery(1);
        var caller = world.task("caller", 2, 2);
        var child = world.task("child", 1, 4);
        var grandchild = world.task("grandchild", 3, 5);
        var call = new StartSteps(world.tree(), 3, 4, 1, 1, 0);
        caller.main(() -> {
          call.start(caller);
          caller.leave(2);
        });
        call.child(
            child,
            () ->
                child.nursery(
                    5,
                    () -> {
                      child.startSoon(5, 3);
                      call.started(child);
                    }));
        grandchild.child(grandchild::checkpoint);
      }),
  /** A child of the started task calls started; task 1, its nursery 5 and task 2 move together. */
  START_SUBTREE(
      7,
      3,
      2,
      world -> {
        var main = world.task("caller", 0, 0);
        var child = world.task("child", 1, 4);
        var grandchild = world.task("grandchild", 2, 5);
        var call = new StartSteps(world.tree(), 3, 4, 1, 1, 0);
        main.main(() -> main.nursery(1, () -> main.scope(2, SHIELD, () -> call.start(main))));
        call.child(child, () -> child.nursery(5, () -> child.startSoon(5, 2)));
        grandchild.child(() -> {
          call.started(grandchild);
          grandchild.scope(6, () -> grandchild.park(1));
        });
        var canceller = world.outsider("canceller");
        canceller.awaitEntered(1);
        canceller.cancel(1, 0);
      }),
  /** Somebody else calls started while the child ends. */
  START_ENDS(
      6,
      2,
      2,
      world -> {
        var main = world.task("caller", 0, 0);
        var child = world.task("child", 1, 4);
        var other = world.task("other", 0, 0);
        var call = new StartSteps(world.tree(), 3, 4, 1, 1, 0);
        main.main(() -> main.nursery(1, () -> main.scope(2, () -> call.start(main))));
        call.child(child, child::checkpoint);
        other.program.step(
            "await the child's begin",
            m -> m[world.tree().begun[1]] == 0 ? Program.BLOCKED : Program.NEXT);
        call.started(other);
      });

  private final int scopeCount;
  private final int taskCount;
  private final int tokenCount;
  private final Consumer<World> script;

  Scenario(int scopeCount, int taskCount, int tokenCount, Consumer<World> script) {
    this.scopeCount = scopeCount;
    this.taskCount = taskCount;
    this.tokenCount = tokenCount;
    this.script = script;
  }

  Explorer.Result explore(Variant variant, int maxStateCount) {
    var tree = new CancelTree(scopeCount, taskCount, tokenCount);
    var world = new World(tree, variant, new ArrayList<>());
    script.accept(world);
    return new Explorer(tree.layout, world.programs, new Invariants(tree)).explore(maxStateCount);
  }

  /** The processes of one scenario as they are written down. */
  record World(CancelTree tree, Variant variant, List<Program> programs) {
    TaskSteps task(String name, int task, int scope) {
      return new TaskSteps(tree, program(name), variant, task, scope);
    }

    TreeSteps outsider(String name) {
      return new TreeSteps(tree, program(name), variant);
    }

    /** The task has entered the scope, which has a deadline, and met no checkpoint since. */
    void alreadyIn(int scope, int task, int deadline) {
      tree.nest(scope, 0);
      tree.declareDeadline(scope, deadline);
      tree.layout.initially(tree.state[scope], CancelTree.UNARMED | CancelTree.OWN_UNARMED);
      tree.layout.initially(tree.entered[scope], 1);
      tree.layout.initially(tree.begun[task], 1);
      tree.layout.initially(tree.current[task], scope);
    }

    void timer(int scope) {
      var program = program("timer");
      new ArmSteps(tree, program, variant).expire(scope, 0, new TreeSteps(tree, program, variant));
    }

    void mover(int scope, int deadline) {
      var program = program("mover");
      new TreeSteps(tree, program, variant).awaitEntered(scope);
      new ArmSteps(tree, program, variant).setDeadline(scope, deadline);
    }

    private Program program(String name) {
      var program = new Program(name, tree.layout);
      programs.add(program);
      return program;
    }

    /** Nursery 1 holds scope 2, from which the main task starts task 1 into the nursery. */
    TreeSteps start(int shield) {
      var main = task("caller", 0, 0);
      var child = task("child", 1, 4);
      var call = new StartSteps(tree, 3, 4, 1, 1, 0);
      main.main(() -> main.nursery(1, () -> main.scope(2, shield, () -> call.start(main))));
      call.child(
          child,
          () -> {
            call.started(child);
            child.scope(5, () -> child.park(1));
          });
      return outsider("canceller");
    }
  }
}
