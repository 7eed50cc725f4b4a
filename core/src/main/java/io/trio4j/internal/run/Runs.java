package io.trio4j.internal.run;

import io.trio4j.Action;
import io.trio4j.Call;
import io.trio4j.CancelReason;
import io.trio4j.Cancelled;
import io.trio4j.Outcome;
import io.trio4j.ProgramBody;
import io.trio4j.RunCancelledException;
import io.trio4j.RunHandle;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.TrioInternalError;
import io.trio4j.internal.cancel.TaskNode;
import org.jspecify.annotations.Nullable;

/// Begins and ends runs.
public final class Runs {
  /// Fewer: without memory a run would wait for system tasks that nobody has told to end. More: it
  /// would turn to waiting later.
  private static final int TRIES_TO_END = 100;

  private Runs() {}

  public static <X extends Throwable> Call<@Nullable Void, X> asCall(Action<X> body) {
    java.util.Objects.requireNonNull(body, "body");
    return () -> {
      body.run();
      return null;
    };
  }

  public static <T extends @Nullable Object, X extends Throwable> T run(
      RunOptions options, Call<T, X> body) throws X {
    return run(Seams.current(), options, body);
  }

  /// A run with surroundings of its own.
  public static <T extends @Nullable Object, X extends Throwable> T run(
      Seams seams, RunOptions options, Call<T, X> body) throws X {
    java.util.Objects.requireNonNull(body, "body");
    RunTask<?> here = RunTask.currentOrNull();
    if (here != null) {
      return nested(here, options, body);
    }
    Run run = new Run(options, seams);
    return outermost(run, Context.capture(run, Context.EMPTY), body);
  }

  /// A run with what its starter saw, who may be another thread.
  static <T extends @Nullable Object, X extends Throwable> T outermost(
      Run run, Context context, Call<T, X> body) throws X {
    RunTask<T> main = new RunTask<>(run, null, "main", mainBody(run, body), context);
    run.begin(main, context);
    try {
      if (Thread.currentThread().isVirtual()) {
        onThisThread(main);
      } else {
        onNewThread(run, main);
      }
    } finally {
      run.end();
    }
    return result(run, main);
  }

  private static void onThisThread(RunTask<?> main) {
    Thread thread = Thread.currentThread();
    Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
    main.adoptThread(thread);
    thread.setUncaughtExceptionHandler(main);
    try {
      main.run();
    } finally {
      thread.setUncaughtExceptionHandler(before instanceof ThreadGroup ? null : before);
    }
  }

  private static void onNewThread(Run run, RunTask<?> main) {
    main.prepareThread();
    main.markThreadStarted();
    Thread thread = main.thread();
    thread.start();
    boolean told = true;
    while (thread
        .isAlive()) { // the thread and not the task: nothing is left behind when run returns
      try {
        if (!told) {
          run.interrupted(); // the flag is set again when the run has ended
          told = true;
        }
        thread.join();
      } catch (InterruptedException _) {
        told = false;
      } catch (OutOfMemoryError _) { // while telling: tried again, for nobody else would
        Thread.yield();
      }
    }
  }

  /// The body of a main task: the user's body inside the nursery of the run's system tasks.
  private static <T extends @Nullable Object, X extends Throwable> Call<T, X> mainBody(
      Run run, Call<T, X> body) {
    return () -> withSystem(run, RunTask.current(), body);
  }

  @SuppressWarnings("NullAway") // the value is set unless something was thrown
  private static <T extends @Nullable Object, X extends Throwable> T withSystem(
      Run run, RunTask<?> task, Call<T, X> body) throws X {
    RunNursery system = new RunNursery(task, "", RunNursery.Kind.SYSTEM);
    run.opened(system);
    Cancelled before = system.openBlock();
    T value = null;
    Throwable thrown = null;
    try {
      value = body.call();
    } catch (Throwable t) { // thrown below
      thrown = t;
    }
    endSystem(run);
    if (system.closeSystemBlock(before, thrown)) {
      throw new RunCancelledException(system.reason().orElseThrow());
    }
    return value;
  }

  private static void endSystem(Run run) {
    for (int tries = 0; tries < TRIES_TO_END; tries++) {
      try {
        run.endSystem();
        return;
      } catch (OutOfMemoryError _) { // tasks that end free memory; and they are waited for anyway
        Thread.yield();
      }
    }
  }

  private static <T extends @Nullable Object> T result(Run run, RunTask<T> main) {
    if (run.wasInterrupted()) {
      Thread.currentThread().interrupt();
    }
    TrioInternalError crash = run.crashed();
    Outcome<T> outcome = main.outcome().orElseThrow();
    if (crash != null) {
      if (outcome instanceof Outcome.Failure<T>(Throwable error)
          && !(error instanceof RunCancelledException)) {
        crash.addSuppressed(error);
      }
      throw crash;
    }
    return switch (outcome) {
      case Outcome.Success<T>(T value) -> value;
      case Outcome.Failure<T>(Throwable error) -> throw TaskNode.<RuntimeException>sneaky(error);
      case Outcome.Stopped<T>(CancelReason reason) -> throw new RunCancelledException(reason);
    };
  }

  private static <T extends @Nullable Object, X extends Throwable> T nested(
      RunTask<?> task, RunOptions options, Call<T, X> body) throws X {
    Run around = task.inRun();
    ensureFits(options, around);
    Run run = new Run(options, around);
    run.begin(task, Context.capture(run, task.context()));
    task.enterRun(run);
    try {
      Waiting.checkpointIfCancelled();
      T value = withSystem(run, task, body);
      TrioInternalError crash = run.crashed();
      if (crash != null) {
        throw crash;
      }
      return value;
    } catch (Cancelled | RunCancelledException ended) {
      TrioInternalError crash = run.crashed();
      throw TaskNode.<RuntimeException>sneaky(crash == null ? ended : crash);
    } finally {
      task.enterRun(around);
      run.end();
    }
  }

  private static void ensureFits(RunOptions wanted, Run around) {
    RunOptions given = around.root().options();
    if (wanted.mode() != RunMode.PARALLEL && wanted.mode() != given.mode()) {
      throw asksForAnother("mode", around);
    }
    if (wanted.clock().isPresent() && !wanted.clock().equals(given.clock())) {
      throw asksForAnother("clock", around);
    }
    if (wanted.seed().isPresent() && wanted.seed().getAsLong() != around.seed()) {
      throw asksForAnother("seed", around);
    }
    if (!given.instruments().containsAll(wanted.instruments())) {
      throw asksForAnother("instrument", around);
    }
  }

  private static IllegalStateException asksForAnother(String what, Run around) {
    return new IllegalStateException(
        around
            + ", which is "
            + around.root().options().mode()
            + ", is asked by a run inside it for another "
            + what
            + ". A nested run takes over mode, clock, seed and instruments: leave them out.");
  }

  public static RunHandle start(RunOptions options) {
    if (RunTask.currentOrNull() != null) {
      throw new IllegalStateException(
          RunTask.current()
              + " can't start a run that outlives its block. Use a nursery, or Trio.run(…).");
    }
    return OpenRun.start(options);
  }

  public static void main(String[] args, ProgramBody body) {
    Program.run(args, body);
  }
}
