package io.trio4j.junit;

import io.trio4j.Action;
import io.trio4j.RunCancelledException;
import io.trio4j.Trio;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Work that runs a run, on a thread of its own, so that JUnit's thread can stop waiting for it.
final class LimitedRun {
  /// How long a cancelled test may take to clean up. Shorter would leave tests behind on a slow
  /// machine; longer only delays a build that has failed already.
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final String name;
  private final Duration limit;
  private final Duration grace;
  private volatile boolean cancelled; // written by JUnit's thread
  private volatile @Nullable Throwable thrown; // written by the thread that works, at its end

  LimitedRun(String name, Duration limit) {
    this(name, limit, GRACE);
  }

  LimitedRun(String name, Duration limit, Duration grace) {
    this.name = name;
    this.limit = limit;
    this.grace = grace;
  }

  /// Does `work`, which ends when interrupted, and throws what it throws.
  void call(Action<Throwable> work) throws Throwable {
    Thread thread =
        Thread.ofPlatform().daemon().name("trio4j-test").start(() -> thrown = outcome(work));
    boolean inTime;
    try {
      inTime = thread.join(limit);
    } catch (InterruptedException e) {
      cancel(thread, name + " was interrupted");
      throw e;
    }
    if (!inTime) {
      throw tooSlow(thread);
    }
    Throwable failure = thrown;
    if (failure != null) {
      throw failure;
    }
  }

  private static @Nullable Throwable outcome(Action<Throwable> work) {
    try {
      work.run();
      return null;
    } catch (Throwable t) { // thrown by call
      return t;
    }
  }

  /// Whether the work was told to end: what it throws or leaves from then on is no news.
  boolean wasCancelled() {
    return cancelled;
  }

  private AssertionError tooSlow(Thread thread) throws InterruptedException {
    String problem = name + " took longer than " + limit + " of real time";
    String dump = Trio.dump();
    cancel(thread, problem);
    AssertionError error =
        new AssertionError(problem + " and was cancelled. What it was doing:\n" + dump);
    Throwable failure = thrown;
    if (failure != null && !(failure instanceof RunCancelledException)) {
      error.addSuppressed(failure);
    }
    return error;
  }

  /// Cancels the run by interrupting its caller, and waits for its clean-up.
  private void cancel(Thread thread, String problem) throws InterruptedException {
    cancelled = true;
    thread.interrupt();
    if (!thread.join(grace)) {
      throw new AssertionError(
          problem
              + ", was cancelled, and has not ended "
              + grace
              + " later: something in it can't be cancelled. It is left behind:\n"
              + Trio.dump());
    }
  }
}
