package io.trio4j.stress.reference;

import io.trio4j.RunMode;
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
    Turns turns = new Turns();
    RunOptions options =
        switch (mode) {
          case DETERMINISTIC -> RunOptions.deterministic(seed).withInstrument(turns);
          case COOPERATIVE ->
              RunOptions.cooperative().withClock(new JumpingClock()).withInstrument(turns);
          case PARALLEL ->
              RunOptions.defaults()
                  .withMode(RunMode.PARALLEL)
                  .withSeed(seed)
                  .withClock(new JumpingClock());
        };
    AtomicReference<String> result = new AtomicReference<>("");
    Thread runner =
        Thread.ofVirtual().start(() -> result.set(resultOf(options, program, live, turns)));
    return ended(runner)
        ? new Run(live.outcome(result.get()), turns.list)
        : new Run(Outcome.HANG, List.copyOf(turns.list));
  }

  private static boolean ended(Thread runner) {
    try {
      return runner.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a program ran", e);
    }
  }

  private static String resultOf(RunOptions options, Program program, LiveRun live, Turns turns) {
    try {
      Trio.run(
          options,
          () -> {
            try {
              live.main();
            } finally {
              turns.ended = true; // what follows is the end of the run, no part of the program
            }
          });
      return Thrown.None.NONE.toString();
    } catch (Throwable thrown) { // compared with what the model says
      return LiveRun.text(thrown);
    }
  }

  /// Which task got each turn. One task runs at a time, so nothing here needs a lock.
  private static final class Turns implements Instrument {
    private final List<Integer> list = new ArrayList<>();
    private volatile boolean ended;

    @Override
    public void beforeTaskStep(Task<?> task) {
      if (!ended) {
        String name = task.name();
        list.add(name.startsWith("t") ? Integer.parseInt(name.substring(1)) : Program.MAIN);
      }
    }
  }
}
