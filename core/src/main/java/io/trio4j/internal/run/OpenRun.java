package io.trio4j.internal.run;

import io.trio4j.Action;
import io.trio4j.Nursery;
import io.trio4j.Outcome;
import io.trio4j.RunFinishedException;
import io.trio4j.RunHandle;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.TaskFailedException;
import io.trio4j.Trio;
import io.trio4j.internal.cancel.TaskNode;
import io.trio4j.lowlevel.RunToken;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A run kept open on a thread of its own: a nursery that stays open until the handle is joined.
public final class OpenRun implements RunHandle {
  private final CompletableFuture<RunNursery> opened = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
  private final CountDownLatch noMore = new CountDownLatch(1);
  private volatile boolean thrown; // the group was thrown to somebody

  private OpenRun() {}

  static OpenRun start(RunOptions options) {
    OpenRun handle = new OpenRun();
    Thread.ofPlatform()
        .daemon(true)
        .name("trio4j-" + options.name())
        .start(() -> handle.live(options));
    handle.awaitOpen();
    return handle;
  }

  private void live(RunOptions options) {
    try {
      Trio.run(options, () -> Nursery.run("", this::holdOpen));
      ended.complete(null);
    } catch (Throwable t) { // thrown by join or close
      ended.completeExceptionally(t);
      opened.completeExceptionally(t);
    }
  }

  private void holdOpen(Nursery nursery) {
    RunNursery mine = (RunNursery) nursery;
    mine.reserve(); // a place that keeps the nursery open, given back by join
    opened.complete(mine);
  }

  /// Not to be interrupted: it is soon over, and nobody could close a run whose handle is lost.
  private void awaitOpen() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          opened.get();
          return;
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

  private RunNursery nursery() {
    awaitOpen();
    try {
      return opened.get();
    } catch (InterruptedException e) {
      throw new IllegalStateException("unreachable: " + opened + " is done", e);
    } catch (ExecutionException e) {
      throw TaskNode.<RuntimeException>sneaky(causeOf(e));
    }
  }

  @Override
  public <T extends @Nullable Object> T call(Callable<T> body) {
    Objects.requireNonNull(body, "body");
    ensureOutside("call");
    CompletableFuture<T> result = new CompletableFuture<>();
    Task<@Nullable Void> task = startSoon("call", () -> complete(result, body));
    ((RunTask<?>) task).addExtras().addAtEnd(ended -> failIfUndone(result, ended));
    if (task.isDone()) {
      failIfUndone(result, (RunTask<?>) task);
    }
    return await(result, task);
  }

  private static <T extends @Nullable Object> void complete(
      CompletableFuture<T> result, Callable<T> body) {
    try {
      result.complete(body.call());
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
          result.completeExceptionally(new io.trio4j.TaskCancelledException(task, reason));
    }
  }

  private static <T extends @Nullable Object> T await(CompletableFuture<T> result, Task<?> task) {
    try {
      return result.get();
    } catch (InterruptedException e) {
      task.cancel("the thread that waits for it was interrupted");
      Thread.currentThread().interrupt();
      throw new io.trio4j.TaskInterruptedException(
          "interrupted while waiting for " + task.path() + ", which was cancelled", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof io.trio4j.TaskCancelledException cancelled) {
        throw cancelled;
      }
      throw new TaskFailedException(task, causeOf(e));
    }
  }

  private static Throwable causeOf(ExecutionException e) {
    Throwable cause = e.getCause();
    return cause == null ? e : cause;
  }

  @Override
  public void run(Action<? extends Exception> body) {
    Objects.requireNonNull(body, "body");
    call(() -> {
      body.run();
      return "";
    });
  }

  @Override
  public <T extends @Nullable Object> Task<T> startSoon(Callable<T> body) {
    Objects.requireNonNull(body, "body");
    return handIn(nursery -> nursery.startFromOutside(body.getClass(), body));
  }

  @Override
  public Task<@Nullable Void> startSoon(Action<? extends Exception> body) {
    Objects.requireNonNull(body, "body");
    return this.<@Nullable Void>handIn(
        nursery -> nursery.<@Nullable Void>startFromOutside(body.getClass(), body));
  }

  @Override
  public <T extends @Nullable Object> Task<T> startSoon(String name, Callable<T> body) {
    Objects.requireNonNull(body, "body");
    return handIn(nursery -> nursery.startFromOutside(name, body));
  }

  @Override
  public Task<@Nullable Void> startSoon(String name, Action<? extends Exception> body) {
    Objects.requireNonNull(body, "body");
    return this.<@Nullable Void>handIn(
        nursery -> nursery.<@Nullable Void>startFromOutside(name, body));
  }

  private <T extends @Nullable Object> Task<T> handIn(Function<RunNursery, Task<T>> start) {
    RunNursery nursery = nursery();
    if (noMore.getCount() == 0 || nursery.isClosed()) {
      throw new RunFinishedException(nursery.run() + " has ended. Start a new run.");
    }
    return start.apply(nursery);
  }

  @Override
  public RunToken token() {
    return nursery().run().entry().take();
  }

  @Override
  public void cancel(String reason) {
    nursery().cancel(reason);
  }

  @Override
  public void cancelGracefully(Duration grace) {
    nursery().cancelGracefully(grace);
  }

  @Override
  public void join() {
    ensureOutside("join");
    letEnd();
    awaitEnd();
  }

  @Override
  public void close() {
    ensureOutside("close");
    nursery().cancel("the run was closed");
    letEnd();
    if (!thrown) {
      awaitEnd();
    }
  }

  private synchronized void letEnd() {
    if (noMore.getCount() > 0) {
      noMore.countDown();
      nursery().release();
    }
  }

  private void awaitEnd() {
    boolean interrupted = false;
    while (true) {
      try {
        ended.get();
        break;
      } catch (InterruptedException _) {
        interrupted = true; // set again below; what is awaited is cancelled
        nursery().cancel("the thread that waits for the run was interrupted");
      } catch (ExecutionException e) {
        restoreInterrupt(interrupted);
        thrown = true;
        throw TaskNode.<RuntimeException>sneaky(causeOf(e));
      }
    }
    restoreInterrupt(interrupted);
  }

  private static void restoreInterrupt(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void ensureOutside(String what) {
    RunTask<?> here = RunTask.currentOrNull();
    if (here != null && here.tree() == nursery().run().tree()) {
      throw new IllegalStateException(
          here
              + " is a task of this run: "
              + what
              + "() would wait for itself. Leave it to a thread outside."
              + " In here use a nursery, and cancel(…) to end the run.");
    }
  }

  @Override
  public String toString() {
    return "RunHandle[" + (opened.isDone() ? nursery().run() : "starting") + "]";
  }
}
