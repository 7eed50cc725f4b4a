package io.trio4j.internal.run;

import io.trio4j.RunFinishedException;
import io.trio4j.internal.park.Wait;
import io.trio4j.lowlevel.RunToken;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Callbacks from other threads: a queue, and a system task, begun when first needed, that runs them.
public final class Entry implements RunToken {
  private static final String NAME = "entry queue";

  private final Run run;
  private final ReentrantLock lock = new ReentrantLock(); // leaf: nothing is called under it
  private final ArrayDeque<Runnable> queue = new ArrayDeque<>(); // guarded by lock
  private final Map<Object, Runnable> once = new LinkedHashMap<>(); // guarded by lock
  private boolean begun; // guarded by lock; the task was started
  private volatile @Nullable RunTask<?> server; // the task
  private boolean closed; // guarded by lock
  private @Nullable Wait<@Nullable Void> sleeper; // guarded by lock; the task's wait for work

  Entry(Run run) {
    this.run = run;
  }

  public static RunToken current() {
    return RunTask.current().inRun().entry();
  }

  @Override
  public void runSoon(Runnable callback) {
    java.util.Objects.requireNonNull(callback, "callback");
    add(() -> queue.add(callback));
  }

  @Override
  public void runSoonOnce(Object key, Runnable callback) {
    java.util.Objects.requireNonNull(callback, "callback");
    add(() -> once.putIfAbsent(key, callback));
  }

  private void add(Runnable change) {
    boolean first;
    Wait<@Nullable Void> toWake;
    lock.lock();
    try {
      if (closed) {
        throw new RunFinishedException(
            run + " has ended: a callback can't be run in it. Start a new run.");
      }
      change.run();
      first = !begun;
      begun = true;
      toWake = sleeper;
      sleeper = null;
    } finally {
      lock.unlock();
    }
    if (first) {
      run.systemNursery().startSystemChild(NAME, this::serve);
    } else if (toWake != null) {
      toWake.tryReschedule(null);
    }
  }

  private void serve() {
    server = RunTask.current();
    while (true) {
      runBatch();
      Wait<@Nullable Void> wait = null;
      lock.lock();
      try {
        if (queue.isEmpty() && once.isEmpty()) {
          if (closed) {
            return;
          }
          wait = Wait.create("callbacks from other threads");
          sleeper = wait;
        }
      } finally {
        lock.unlock();
      }
      if (wait == null) {
        Waiting.checkpoint();
      } else {
        wait.park(this::forgetSleeper);
      }
    }
  }

  private void forgetSleeper() {
    lock.lock();
    try {
      sleeper = null;
    } finally {
      lock.unlock();
    }
  }

  /// Runs what is queued now, not what it queues itself.
  private void runBatch() {
    List<Runnable> batch;
    lock.lock();
    try {
      batch = new ArrayList<>(queue);
      batch.addAll(once.values());
      queue.clear();
      once.clear();
    } finally {
      lock.unlock();
    }
    for (Runnable callback : batch) {
      try {
        callback.run();
      } catch (Throwable t) { // the run dies of it
        run.crash("callback " + callback + " of a RunToken failed", t);
      }
    }
  }

  /// Nothing gets in any more; what did get in is run, then the task ends by itself.
  void close() {
    Wait<@Nullable Void> toWake;
    lock.lock();
    try {
      closed = true;
      toWake = sleeper;
      sleeper = null;
    } finally {
      lock.unlock();
    }
    if (toWake != null) {
      toWake.tryReschedule(null);
    }
  }

  boolean isServedBy(RunTask<?> task) {
    return task == server || NAME.equals(task.name());
  }

  int queuedCount() {
    lock.lock();
    try {
      return queue.size() + once.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "RunToken[" + run + "]";
  }
}
