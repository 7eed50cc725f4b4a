package io.trio4j.interruption.harness;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A thread outside of the run that waits for a moment and then does something.
final class Observer implements AutoCloseable {
  private final Thread thread;
  private volatile boolean over; // by the thread that closes
  private volatile @Nullable Throwable failure; // by the thread

  private Observer(BooleanSupplier moment, Code then) {
    thread = Thread.ofPlatform().daemon().name("observer").unstarted(() -> watch(moment, then));
  }

  static Observer start(BooleanSupplier moment, Code then) {
    Observer observer = new Observer(moment, then);
    observer.thread.start();
    return observer;
  }

  private void watch(BooleanSupplier moment, Code then) {
    try {
      Until.is(() -> over || moment.getAsBoolean());
      if (!over) {
        then.run();
      }
    } catch (Throwable t) { // thrown by close
      failure = t;
    }
  }

  /// Waits until it is done. Waits no longer for its moment.
  @Override
  public void close() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (failure != null) {
      throw new AssertionError("the observer failed", failure);
    }
  }
}
