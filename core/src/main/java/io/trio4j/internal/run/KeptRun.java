package io.trio4j.internal.run;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.Outcome;
import io.trio4j.RunFinishedException;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.TaskCancelledException;
import io.trio4j.TaskFailedException;
import io.trio4j.TaskInterruptedException;
import io.trio4j.internal.cancel.TaskNode;
import io.trio4j.internal.park.Wait;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// A run kept open on a thread of its own: a nursery whose body waits until it is let go.
final class KeptRun {
  /*
   * States
   *   opening -> open      // by the run's thread, as the body begins to wait
   *   open -> let go       // by join or close: the body returns, nothing can be started any more
   *   open -> cancelled    // by a failed task, cancel or close: the body leaves, what runs ends
   *   open, let go, cancelled -> ended  // by the run's thread; with a failure or without
   *
   * Invariants
   *   I1 The body waits in the nursery's scope: a run in which a task failed ends by itself, and does not
   *      wait for somebody to close it.
   *   I2 A failure is logged unless somebody has begun to join or close by then, who gets it thrown; and
   *      close throws it only if nobody was told.
   */
  private static final System.Logger LOG = System.getLogger("io.trio4j.run");

  private final String title;
  private final CompletableFuture<RunNursery> opened = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
  private boolean letGo; // guarded by this
  private boolean told; // guarded by this; the failure was thrown to somebody
  private @Nullable Wait<@Nullable Void> body; // guarded by this; what the nursery's body waits in

  private KeptRun(String title) {
    this.title = title;
  }

  static KeptRun start(RunOptions options) {
    Run run = new Run(options, Seams.current());
    Context context = Context.capture(run, Context.EMPTY); // here, where the starter's is current
    KeptRun kept = new KeptRun(run.toString());
    Thread.ofPlatform()
        .daemon(true)
        .name("trio4j-" + options.name())
        .start(() -> kept.live(run, context));
    kept.nursery();
    return kept;
  }

  private void live(Run run, Context context) {
    try {
      Runs.outermost(run, context, Runs.asCall(() -> Nursery.run("", this::holdOpen)));
      ended.complete(null);
    } catch (Throwable t) { // logged, and thrown by join or close
      boolean starting = opened.completeExceptionally(t);
      if (!starting && !isLetGo()) {
        LOG.log(
            System.Logger.Level.ERROR,
            title + " has failed. Whoever closes its RunHandle gets this thrown.",
            t);
      }
      ended.completeExceptionally(t);
    }
  }

  private void holdOpen(Nursery nursery) {
    opened.complete((RunNursery) nursery);
    CancelScope.untilShutdown(this::awaitLetGo); // winding down, the run ends with its last task
  }

  private void awaitLetGo() {
    Wait<@Nullable Void> wait = Wait.create("work for " + title + ", or its end");
    synchronized (this) {
      body = wait;
    }
    if (isLetGo()) {
      wait.tryReschedule(null);
    }
    wait.park(() -> {});
  }

  private void letGo() {
    Wait<@Nullable Void> waiting;
    synchronized (this) {
      letGo = true;
      waiting = body;
    }
    if (waiting != null) {
      waiting.tryReschedule(null);
    }
  }

  private synchronized boolean isLetGo() {
    return letGo;
  }

  /// The nursery, once it is open. Not to be interrupted: it is soon over, and nobody could close a
  /// run whose handle is lost.
  RunNursery nursery() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return opened.get();
        } catch (InterruptedException _) {
          interrupted = true; // set again below
        } catch (ExecutionException e) {
          throw TaskNode.<RuntimeException>sneaky(causeOf(e));
        }
      }
    } finally {
      restoreInterrupt(interrupted);
    }
  }

  // Work

  <T extends @Nullable Object> Task<T> start(Object nameSource, Object work) {
    RunNursery nursery = nursery();
    if (isLetGo() || nursery.isEffective() || nursery.isClosed()) {
      throw finished(nursery);
    }
    try {
      return nursery.startFromOutside(nameSource, work);
    } catch (RunFinishedException _) { // it ended in between; ours says why
      throw finished(nursery);
    }
  }

  private RunFinishedException finished(RunNursery nursery) {
    Throwable failure = failure().orElse(null);
    if (failure != null) {
      return new RunFinishedException(
          title
              + " has ended, for it failed: "
              + failure
              + ". Closing its RunHandle throws that. Start a new run.",
          failure);
    }
    String why = isLetGo() ? ": its RunHandle was closed or joined" : "";
    why = nursery.reason().map(reason -> ": it was " + reason).orElse(why);
    return new RunFinishedException(title + " has ended" + why + ". Start a new run.");
  }

  <T extends @Nullable Object> T call(Callable<T> work) {
    Objects.requireNonNull(work, "body");
    ensureOutside("call", "In here call the body itself, or start it in a nursery.");
    CompletableFuture<T> result = new CompletableFuture<>();
    Callable<String> completing =
        () -> {
          complete(result, work);
          return "";
        };
    RunTask<?> task = (RunTask<?>) start("call", completing);
    if (!task.addExtras().addAtEnd(ended -> failIfUndone(result, ended)) || task.isDone()) {
      failIfUndone(result, task);
    }
    return await(result, task);
  }

  private static <T extends @Nullable Object> void complete(
      CompletableFuture<T> result, Callable<T> work) {
    try {
      result.complete(work.call());
    } catch (Exception e) { // thrown by call
      result.completeExceptionally(e);
    }
  }

  private static void failIfUndone(CompletableFuture<?> result, RunTask<?> task) {
    Outcome<?> outcome = task.outcome().orElseThrow();
    switch (outcome) {
      case Outcome.Success<?> _ -> {}
      case Outcome.Failure<?>(Throwable error) -> result.completeExceptionally(error);
      case Outcome.Stopped<?>(var reason) ->
          result.completeExceptionally(new TaskCancelledException(task, reason));
    }
  }

  private static <T extends @Nullable Object> T await(CompletableFuture<T> result, Task<?> task) {
    try {
      return result.get();
    } catch (InterruptedException e) {
      task.cancel("the thread that waits for it was interrupted");
      Thread.currentThread().interrupt();
      throw new TaskInterruptedException(
          "interrupted while waiting for " + task.path() + ", which was cancelled", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TaskCancelledException cancelled) {
        throw cancelled;
      }
      throw new TaskFailedException(task, causeOf(e));
    }
  }

  // The end

  boolean isRunning() {
    return !isLetGo() && !ended.isDone() && !nursery().isEffective();
  }

  Optional<Throwable> failure() {
    return ended.isCompletedExceptionally() ? Optional.of(ended.exceptionNow()) : Optional.empty();
  }

  void join() {
    ensureOutside("join", "In here use a nursery to wait for tasks.");
    letGo();
    Throwable failure = awaitEnd();
    if (failure != null) {
      tellFirst();
      throw TaskNode.<RuntimeException>sneaky(failure);
    }
  }

  void close() {
    ensureOutside("close", "In here call cancel(…): the run ends then.");
    letGo();
    nursery().cancel("the run was closed");
    Throwable failure = awaitEnd();
    if (failure != null && tellFirst()) {
      throw TaskNode.<RuntimeException>sneaky(failure);
    }
  }

  /// True the first time.
  private synchronized boolean tellFirst() {
    boolean first = !told;
    told = true;
    return first;
  }

  private @Nullable Throwable awaitEnd() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          ended.get();
          return null;
        } catch (InterruptedException _) {
          interrupted = true; // set again below; what is awaited is cancelled
          nursery().cancel("the thread that waits for the run was interrupted");
        } catch (ExecutionException e) {
          return causeOf(e);
        }
      }
    } finally {
      restoreInterrupt(interrupted);
    }
  }

  /// Nobody holds the handle any more. The run is left alone: to end it at a moment that the
  /// garbage collector chooses would be worse than to let it go on.
  void forgotten() {
    if (!isLetGo() && !ended.isDone()) { // who waits in join may have let its last reference go
      LOG.log(
          System.Logger.Level.WARNING,
          title
              + " was started by Trio.start(…), and its RunHandle is gone without having been"
              + " closed. The run goes on, and nobody can end it. Keep the handle and close it, for"
              + " example in a try-with-resources.");
    }
  }

  private void ensureOutside(String what, String wayOut) {
    RunTask<?> here = RunTask.currentOrNull();
    if (here != null && here.tree() == nursery().run().tree()) {
      throw new IllegalStateException(
          here
              + " is a task of this run: "
              + what
              + "() would wait for itself. Leave it to a thread outside. "
              + wayOut);
    }
  }

  private static Throwable causeOf(ExecutionException e) {
    Throwable cause = e.getCause();
    return cause == null ? e : cause;
  }

  private static void restoreInterrupt(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    String state = ended.isDone() ? (failure().isPresent() ? ", failed" : ", ended") : "";
    return title + state;
  }
}
