package io.trio4j.stress.reference;

import io.trio4j.CancelReason;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.lowlevel.Instrument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// Runs programs with the library, on a virtual clock.
final class Trio4jExecutor implements Executor {
  /// A run takes well below a millisecond; one that takes so long will never end.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public Run run(Program program, long seed, Mode mode) {
    LiveRun live = new LiveRun(program, mode.batons());
    Watcher watcher = new Watcher(mode.batons());
    RunOptions options =
        switch (mode) {
          case DETERMINISTIC -> RunOptions.deterministic(seed);
          case COOPERATIVE -> RunOptions.cooperative().withClock(new JumpingClock());
          case PARALLEL -> RunOptions.defaults().withSeed(seed).withClock(new JumpingClock());
        };
    AtomicReference<String> result = new AtomicReference<>("");
    Thread runner =
        Thread.ofVirtual()
            .start(() -> result.set(resultOf(options.withInstrument(watcher), live, watcher)));
    if (!ended(runner)) {
      return new Run(Outcome.HANG, List.copyOf(watcher.list));
    }
    String wrong =
        watcher.swallowed && !canSwallow(program) ? ", wrongly reported as swallowed" : "";
    return new Run(live.outcome(result.get() + wrong), watcher.list);
  }

  /// Without a `catch` or `finally` nothing can swallow a `Cancelled`.
  private static boolean canSwallow(Program program) {
    return program.main().all().stream()
        .anyMatch(node ->
            node instanceof Node.CatchFail
                || node instanceof Node.TryFinally
                || node instanceof Node.CatchCancelled
                || node instanceof Node.Resource);
  }

  private static boolean ended(Thread runner) {
    try {
      return runner.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a program ran", e);
    }
  }

  private static String resultOf(RunOptions options, LiveRun live, Watcher watcher) {
    try {
      Trio.run(
          options,
          () -> {
            try {
              live.main();
            } finally {
              watcher.ended = true; // what follows is the end of the run, no part of the program
            }
          });
      return Thrown.None.NONE.toString();
    } catch (Throwable thrown) { // compared with what the model says
      return LiveRun.text(thrown);
    }
  }

  /// Which task got each turn, and whether a swallowed `Cancelled` was reported.
  private static final class Watcher implements Instrument {
    private final boolean ordered;
    private final List<Integer> list = new ArrayList<>(); // by the one task that runs
    private volatile boolean ended;
    private volatile boolean swallowed;

    Watcher(boolean ordered) {
      this.ordered = ordered;
    }

    @Override
    public void beforeTaskStep(Task<?> task) {
      if (ordered && !ended) {
        String name = task.name();
        list.add(name.startsWith("t") ? Integer.parseInt(name.substring(1)) : Program.MAIN);
      }
    }

    @Override
    public void cancelSwallowed(Task<?> task, CancelReason reason) {
      swallowed = true;
    }
  }
}
