package io.trio4j.stress.lincheck;

import java.util.ArrayList;
import java.util.List;

/// Threads of a scenario.
public final class Actors {
  private static volatile Throwable failure;

  private Actors() {}

  /// Runs each body on a thread of its own and waits for all; throws what one of them threw.
  public static void run(Runnable... bodies) {
    failure = null;
    List<Thread> threads = new ArrayList<>();
    for (Runnable body : bodies) {
      threads.add(new Thread(() -> noteFailure(body)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      join(thread);
    }
    if (failure != null) {
      throw new AssertionError(failure);
    }
  }

  private static void noteFailure(Runnable body) {
    try {
      body.run();
    } catch (Throwable t) { // thrown by run
      failure = t;
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Fails the scenario.
  public static void ensure(boolean condition, String text) {
    if (!condition) {
      throw new AssertionError(text);
    }
  }
}
