package io.trio4j.combinators;

import io.trio4j.Action;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.internal.hooks.RunHooks;
import io.trio4j.lowlevel.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Runs in each mode on a clock that begins at zero and jumps when every task waits.
final class SupervisorRuns {
  private SupervisorRuns() {}

  static RunOptions options(RunMode mode, long seed) {
    return RunOptions.defaults().withMode(mode).withSeed(seed).withClock(new Jumping());
  }

  static <X extends Throwable> void run(RunMode mode, Action<X> body) throws X {
    Trio.run(options(mode, 1), body);
  }

  /// Waits, in a task, until every other task of the run waits.
  static void settle() {
    RunHooks.waitAllTasksBlocked(Duration.ZERO);
  }

  static void sleepSeconds(long seconds) {
    Trio.sleep(Duration.ofSeconds(seconds));
  }

  /// What the clock says.
  static long seconds() {
    return Duration.ofNanos(Trio.currentTime().nanos()).toSeconds();
  }

  /// What happened, in order.
  static final class Trail {
    private final Queue<String> events = new ConcurrentLinkedQueue<>();

    void add(String event) {
      events.add(event);
    }

    List<String> all() {
      return List.copyOf(events);
    }

    /// The body of a child that runs until it is cancelled.
    Action<Exception> server(String name) {
      return () -> {
        add("+" + name);
        try {
          Trio.sleepForever();
        } finally {
          add("-" + name);
        }
      };
    }

    /// The body of a child that fails after some seconds, as often as it is told, and then runs
    /// until it is cancelled.
    Action<Exception> failing(String name, int times, long afterSeconds) {
      int[] left = {times};
      return () -> {
        add("+" + name);
        try {
          if (left[0]-- > 0) {
            sleepSeconds(afterSeconds);
            throw new IllegalStateException(name + " broke at " + seconds());
          }
          Trio.sleepForever();
        } finally {
          add("-" + name);
        }
      };
    }
  }

  private static final class Jumping implements Clock {
    private volatile long now; // written by the run's idle handling, one thread at a time

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public long realNanosUntil(long deadlineNanos) {
      return deadlineNanos <= now ? 0 : Long.MAX_VALUE;
    }

    @Override
    public void attach(Runnable changed) {}

    @Override
    public void detach(Runnable changed) {}

    @Override
    public boolean idle(long nextDeadlineNanos) {
      boolean jumps = nextDeadlineNanos != Long.MAX_VALUE;
      now = jumps ? Math.max(now, nextDeadlineNanos) : now;
      return jumps;
    }

    @Override
    public long idleCushionNanos() {
      return 0;
    }
  }
}
