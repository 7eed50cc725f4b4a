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

/// Callbacks from other threads: a queue, and a system task, begun when first needed, that runs
/// them.
public final class Entry implements RunToken {
  /// Of the task that runs callbacks. A String of its own, by which that task is known.
  @SuppressWarnings("StringOperationCanBeSimplified") // not the literal that others may write
  static final String NAME = new String("entry queue");

  private final Run run;
  private final ReentrantLock lock = new ReentrantLock(); // leaf: nothing is called under it
  private final ArrayDeque<Runnable> queue = new ArrayDeque<>(); // guarded by lock
  private final Map<Object, Runnable> once = new LinkedHashMap<>(); // guarded by lock
  private boolean begun; // guarded by lock; the task was started
  private boolean
      serving; // guarded by lock; somebody runs a batch, so that callbacks keep their order
  private boolean
      ending; // guarded by lock; the main task runs what comes, while it waits for the others
  private boolean closed; // guarded by lock
  private @Nullable Wait<@Nullable Void> sleeper; // guarded by lock; the task's wait for work

  private volatile boolean taken; // by whoever asks for the token

  Entry(Run run) {
    this.run = run;
  }

  public static RunToken current() {
    return RunTask.current().inRun().entry().take();
  }

  /// Somebody gets the token, and may give it to another thread.
  Entry take() {
    taken = true;
    return this;
  }

  boolean isTaken() {
    return taken;
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
    boolean toMain;
    Wait<@Nullable Void> toWake;
    lock.lock();
    try {
      if (closed) {
        throw new RunFinishedException(
            run + " has ended: a callback can't be run in it. Start a new run.");
      }
      change.run();
      toMain = ending;
      first = !begun && !ending;
      if (first) {
        begun = true;
        run.systemNursery().reserve(); // here, so that a run that ends now waits for the task
      }
      toWake = sleeper;
      sleeper = null;
    } finally {
      lock.unlock();
    }
    if (toMain) {
      run.systemNursery().wakeOwner();
    } else if (first) {
      beginServing();
    } else if (toWake != null) {
      toWake.tryReschedule(null);
    }
  }

  private void beginServing() {
    try {
      run.systemNursery().launchSystemChild(NAME, this::serve);
    } catch (Throwable t) { // the run dies of it; as it ends, what was queued is run
      run.crash("the task that runs the callbacks of " + this + " could not be started", t);
    }
  }

  private void serve() {
    while (true) {
      runBatch();
      Wait<@Nullable Void> wait = null;
      lock.lock();
      try {
        if (ending) {
          return;
        }
        if (queue.isEmpty() && once.isEmpty()) {
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

  /// Runs what is queued now, not what it queues itself; nothing if a batch is being run.
  private void runBatch() {
    List<Runnable> batch;
    lock.lock();
    try {
      if (serving) {
        return;
      }
      batch = new ArrayList<>(queue.size() + once.size()); // first: without memory nothing is lost
      batch.addAll(queue);
      batch.addAll(once.values());
      queue.clear();
      once.clear();
      serving = true;
    } finally {
      lock.unlock();
    }
    try {
      for (Runnable callback : batch) {
        try {
          callback.run();
        } catch (Throwable t) { // the run dies of it
          run.crash("callback " + callback + " of a RunToken failed", t);
        }
      }
    } finally {
      lock.lock();
      try {
        serving = false;
      } finally {
        lock.unlock();
      }
    }
    if (hasWork()) {
      run.systemNursery().wakeOwner();
    }
  }

  /// The body of the main task has ended: from now on it runs what comes.
  void beginEnding() {
    lock.lock();
    try {
      ending = true;
    } finally {
      lock.unlock();
    }
    drain();
  }

  /// In the main task, when it has nothing else to do: what is queued runs now.
  void drain() {
    if (hasWork()) {
      runBatch();
    }
  }

  /// Whether the main task has something to run.
  boolean hasWork() {
    lock.lock();
    try {
      return ending && !serving && !(queue.isEmpty() && once.isEmpty());
    } finally {
      lock.unlock();
    }
  }

  /// The system tasks have ended. Nothing gets in any more; what did get in is run.
  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    drain();
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
