package io.trio4j.lowlevelproof;

import io.trio4j.Cancelled;
import io.trio4j.Nursery;
import io.trio4j.lowlevel.Checkpoints;
import io.trio4j.lowlevel.RunToken;
import io.trio4j.lowlevel.WaitToken;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Runs blocking code on platform threads for tasks, and tasks for that code.
///
/// @threadsafety any task; a [Door] belongs to the thread it was given to
final class ThreadBridge implements AutoCloseable {
  /*
   * Idea
   *   Trio's to_thread and from_thread. What a thread asks to be run becomes a child of the task that
   *   waits for the thread, so a cancel of that task reaches it, and through its result the thread.
   *
   * Invariants
   *   I1 The thread's end reschedules the token, once, whatever the body did.
   *   I2 A callback handed to the run never throws: what goes wrong is told to the thread that asked.
   *   I3 Each call through a door ends: by its task's end, or refused because the block or the run is over.
   *
   * Cancellation
   *   WAIT: the wait is shielded; the result is returned although a cancel came. ABANDON: the wait ends
   *   at once; the thread goes on, its result is dropped, its door is shut.
   */

  /// What a cancel of the waiting task does.
  enum OnCancel {
    /// The call waits for the thread and returns its result.
    WAIT,
    /// The call throws at once; the thread is left to itself.
    ABANDON
  }

  /// What runs on the thread.
  ///
  /// @param <T> its value
  @FunctionalInterface
  interface Body<T> {
    T run(Door door) throws Exception;
  }

  /// The way back into the run, for the thread.
  static final class Door {
    private final RunToken run;
    private final Nursery nursery;

    private Door(RunToken run, Nursery nursery) {
      this.run = run;
      this.nursery = nursery;
    }

    /// Runs `body` as a task of the run and waits, blocking this thread, for its value.
    ///
    /// @param body may wait
    /// @return its value
    /// @throws CancellationException if the task that waits for this thread was cancelled
    /// @throws IllegalStateException if nobody waits for this thread any more
    /// @throws io.trio4j.RunFinishedException if the run has ended
    /// @throws InterruptedException if this thread is interrupted; the task goes on
    /// @throws Exception what `body` throws
    <T> T call(Callable<T> body) throws Exception {
      CompletableFuture<End<T>> end = new CompletableFuture<>();
      run.runSoon(() -> startChild(body, end));
      return end.get().get();
    }

    private <T> void startChild(Callable<T> body, CompletableFuture<End<T>> end) {
      try {
        nursery.startSoon("from thread", () -> runChild(body, end));
      } catch (IllegalStateException closed) { // thrown to the thread
        end.complete(new End<>(null, closed));
      }
    }

    private static <T> void runChild(Callable<T> body, CompletableFuture<End<T>> end) {
      try {
        end.complete(new End<>(body.call(), null));
      } catch (Cancelled cancelled) {
        end.complete(new End<>(null, new CancellationException(cancelled.getMessage())));
        throw cancelled;
      } catch (Throwable t) { // thrown to the thread
        end.complete(new End<>(null, t));
      }
    }
  }

  /// How a body ended, on its way to the other side.
  private record End<T>(@Nullable T value, @Nullable Throwable error) {
    // there is a value if there is no error; a switch as expression could not return it
    @SuppressWarnings({"NullAway", "RefactorSwitch"})
    T get() throws Exception {
      switch (error) {
        case null -> {
          return value;
        }
        case Error e -> throw e;
        case Exception e -> throw e;
        default -> throw new IllegalStateException(error);
      }
    }
  }

  private final ExecutorService threads;

  ThreadBridge(int threadCount) {
    threads =
        Executors.newFixedThreadPool(
            threadCount, Thread.ofPlatform().daemon().name("bridge-", 0).factory());
  }

  /// Runs `body` on a thread of the pool and waits for its value.
  ///
  /// @param onCancel what a cancel does once the thread has the work
  /// @param body gets the way back
  /// @return its value
  /// @throws Exception what `body` throws
  /// @checkpoint always
  /// @oncancel before the thread has the work, nothing happened; after that, see [OnCancel]
  <T> T call(OnCancel onCancel, Body<T> body) throws Exception {
    Checkpoints.checkpointIfCancelled();
    End<T> end = Nursery.call(nursery -> callIn(nursery, onCancel, body));
    return end.get();
  }

  private <T> End<T> callIn(Nursery nursery, OnCancel onCancel, Body<T> body) {
    Door door = new Door(RunToken.current(), nursery);
    WaitToken<End<T>> token = WaitToken.create("a thread of " + this);
    threads.execute(() -> token.tryReschedule(endOf(body, door)));
    return switch (onCancel) {
      case WAIT -> token.parkShielded();
      case ABANDON -> token.park(() -> {});
    };
  }

  private static <T> End<T> endOf(Body<T> body, Door door) {
    try {
      return new End<>(body.run(door), null);
    } catch (Throwable t) { // the task that waits gets it
      return new End<>(null, t);
    }
  }

  /// Takes no more work; threads end when theirs is done.
  ///
  /// @checkpoint never
  @Override
  public void close() {
    threads.shutdown();
  }

  @Override
  public String toString() {
    return "ThreadBridge";
  }
}
