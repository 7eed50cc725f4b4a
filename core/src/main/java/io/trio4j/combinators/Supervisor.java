package io.trio4j.combinators;

import io.trio4j.Action;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.Startable;

/// A block that keeps its children alive: one that fails is started again.
///
/// {@snippet class="io.trio4j.snippets.SupervisorSnippets" region="supervisor"}
///
/// Children start one at a time, in the order in which they were added: the next begins when the
/// one before it runs, and if that is a [Startable], when it has reported that it is ready. Each
/// start gets a fresh task, with the task-locals of whoever added the child, under the path
/// `main/<supervisor>/<child>/start`, later `…/restart-1` and so on.
///
/// When a child has ended:
///
/// | how | `ALWAYS` | `ON_FAILURE` | `NEVER` |
/// | --- | --- | --- | --- |
/// | returned, or was cancelled through its own task | restart | done | done |
/// | failed | restart | restart | logged |
/// | failed with what is *fatal*: by default an [Error] | all end | all end | all end |
/// | failed while being stopped for its group | restart | restart | logged |
/// | failed while being removed | thrown by `remove` | the same | the same |
/// | failed while all end | thrown | thrown | logged |
///
/// Which children are restarted is the [SupervisorStrategy]. A restart that would be one more than
/// [the limit][SupervisorOptions#maxRestarts()] is not made: the supervisor ends. A child that is
/// done leaves the supervisor, and its name is free; only where others take it along, one with
/// [Restart#ON_FAILURE] that returned stays, as `ENDED`, for the next restart of its group.
///
/// The block ends
///
/// - when the body has returned and no child runs or waits for a restart;
/// - after [#stop(String)]: the children are stopped in reverse order of start, each when the one
///   started after it has ended, and then the body;
/// - after too many restarts or a fatal failure: in the same order, and the block throws;
/// - when it is cancelled, from outside or by [#cancel(String)], or when the body fails: at once,
///   as in every nursery. No child is restarted.
///
/// A graceful cancel from outside ends no child by itself; those that end then are not restarted,
/// and waits for a restart are over at once.
///
/// Every decision is logged to `io.trio4j.combinators`: restarts with their failure as warnings,
/// the supervisor's own failure as an error. A dump shows the children by name, each with its
/// current start below it, and of one that is down what it waits for: `restart 2 at t+PT1.5S, after
/// …`.
///
/// @threadsafety any task of the run; [#status()], [#stop(String)] and [#cancel(String)] any thread
/// @source Erlang/OTP `supervisor`, whose words are kept where its meaning is; Akka for the
///   back-off
/// @since 0.1
public final class Supervisor {
  private final SupervisorLoop loop;

  private Supervisor(SupervisorLoop loop) {
    this.loop = loop;
  }

  /// Opens a supervisor, runs `body` in it and waits for all children.
  ///
  /// @param options strategy, limit, back-off
  /// @param body gets the supervisor, to start children
  /// @checkpoint always, at the end of the block
  /// @oncancel all children are cancelled too and have ended when the block is left
  /// @throws ExceptionGroup if the supervisor gave up: with what failed within the limit's time; or
  ///   with a fatal failure; or if the body failed, or children while the supervisor ended. Each
  ///   branch names the task that failed
  /// @throws IllegalStateException outside a task
  public static void run(SupervisorOptions options, SupervisorAction body) {
    SupervisorLoop loop = new SupervisorLoop(options);
    Supervisor supervisor = new Supervisor(loop);
    try {
      Nursery.run(
          options.name(),
          nursery -> {
            loop.open(nursery);
            try {
              body.run(supervisor);
            } finally {
              loop.children().bodyEnded();
            }
          });
    } catch (ExceptionGroup group) {
      throw SupervisorFailure.unfold(group);
    }
  }

  /// Starts a child soon, after those added before it. Returns at once.
  ///
  /// @param name for dumps, errors and paths; no other child of this supervisor has it
  /// @param restart when it is started again
  /// @param body what the child runs, each time it is started
  /// @return the child
  /// @checkpoint never
  /// @throws IllegalArgumentException if a child has this name
  /// @throws IllegalStateException if the supervisor has ended or is about to, or the caller is no
  ///   task of its run
  public SupervisorChild startSoon(String name, Restart restart, Action<? extends Exception> body) {
    return loop.add(SupervisorChild.of(loop, name, restart, body));
  }

  /// Starts a child soon, after those added before it; those added later wait until it has reported
  /// that it is ready. Returns at once.
  ///
  /// What it reports is not kept: after a restart it would be out of date.
  ///
  /// @param name for dumps, errors and paths; no other child of this supervisor has it
  /// @param restart when it is started again
  /// @param startable what the child runs, each time it is started
  /// @return the child
  /// @checkpoint never
  /// @throws IllegalArgumentException if a child has this name
  /// @throws IllegalStateException if the supervisor has ended or is about to, or the caller is no
  ///   task of its run
  public SupervisorChild startSoon(String name, Restart restart, Startable<?> startable) {
    return loop.add(SupervisorChild.of(loop, name, restart, startable));
  }

  /// What the supervisor and its children are doing.
  ///
  /// @return a snapshot, with the children in order of start
  /// @checkpoint never
  public SupervisorStatus status() {
    return loop.status();
  }

  /// Stops the children in reverse order of start, each when the one after it has ended, then the
  /// body; the block then ends normally unless something fails. Does not wait.
  ///
  /// @param reason a short text for people
  /// @checkpoint never
  public void stop(String reason) {
    loop.children().stop(reason);
  }

  /// Cancels the body and all children at once; the block then ends normally unless something
  /// fails.
  ///
  /// @param reason a short text for people
  /// @checkpoint never
  public void cancel(String reason) {
    loop.cancel(reason);
  }

  @Override
  public String toString() {
    return loop.toString();
  }
}
