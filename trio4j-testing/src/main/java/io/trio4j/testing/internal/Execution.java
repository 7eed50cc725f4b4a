package io.trio4j.testing.internal;

import io.trio4j.Action;
import io.trio4j.Cancelled;
import io.trio4j.Outcome;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.internal.hooks.RunHooks;
import io.trio4j.lowlevel.Instrument;
import java.time.Duration;

/// Runs a test body, each time in a run and on a thread of its own.
final class Execution {
  /// For the clean-up of a run whose exploration was interrupted.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Action<? extends Throwable> body;
  private final Limits limits;
  private final RunOptions options;
  private long steps; // of all runs

  Execution(Action<? extends Throwable> body, Limits limits, long seed) {
    this.body = body;
    this.limits = limits;
    options = RunOptions.deterministic(seed).withName("explored");
  }

  Limits limits() {
    return limits;
  }

  /// How many steps all runs so far have had.
  long stepCount() {
    return steps;
  }

  Verdict run(Chooser chooser) throws InterruptedException {
    return run(new Conductor(chooser, limits, new Touches(false), false), options);
  }

  Verdict run(Chooser chooser, Touches touches) throws InterruptedException {
    return run(new Conductor(chooser, limits, touches, false), options);
  }

  /// Nobody outside will help: that was seen in an earlier run.
  Verdict runAgain(Chooser chooser) throws InterruptedException {
    return run(new Conductor(chooser, limits.withoutGrace(), new Touches(false), false), options);
  }

  /// A run that keeps its trace in words, and a dump of the moment at which it failed.
  Verdict look(Chooser chooser, Limits these) throws InterruptedException {
    Conductor conductor = new Conductor(chooser, these, new Touches(false), true);
    return run(conductor, options.withInstrument(new Failures(conductor)));
  }

  private Verdict run(Conductor conductor, RunOptions with) throws InterruptedException {
    Thread thread =
        Thread.ofVirtual()
            .name("explorer")
            .start(() -> {
              try {
                RunHooks.run(with, conductor, () -> noticing(conductor));
                conductor.finished(null);
              } catch (Throwable t) { // part of the verdict
                conductor.finished(t);
              }
            });
    try {
      conductor.await();
    } catch (InterruptedException e) {
      thread.interrupt(); // cancels the run
      thread.join(PATIENCE);
      throw e;
    }
    if (!conductor.hasEnded()) {
      conductor.abandon();
    }
    Verdict verdict = conductor.verdict();
    steps += verdict.steps();
    return verdict;
  }

  private void noticing(Conductor conductor) throws Throwable {
    try {
      body.run();
    } catch (Cancelled cancelled) {
      throw cancelled;
    } catch (Throwable t) {
      conductor.failing();
      throw t;
    }
  }

  /// Sees tasks fail.
  private record Failures(Conductor conductor) implements Instrument {
    @Override
    public void taskExited(Task<?> task) {
      if (task.outcome().orElse(null) instanceof Outcome.Failure<?>) {
        conductor.failing();
      }
    }
  }
}
