package io.trio4j.stress.primitive;

import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/// A situation: two or three threads that do one thing each, and what must be true afterwards.
///
/// Trials are public classes with a public constructor, which sets the stage; what the threads
/// share is in fields. An object that only captured variables hold is not followed by Lincheck 3.7.
public abstract class Trial {
  private volatile Throwable failure;

  /// What the first thread does. It may block: a schedule in which nobody can go on is a failure.
  protected abstract void first() throws Throwable;

  protected abstract void second() throws Throwable;

  /// Overridden if there are three threads.
  protected void third() throws Throwable {}

  /// What must be true when all threads have ended.
  protected abstract void check();

  @Operation
  public final void runFirst() {
    guarded(this::first);
  }

  @Operation
  public final void runSecond() {
    guarded(this::second);
  }

  @Operation
  public final void runThird() {
    guarded(this::third);
  }

  private interface Body {
    void run() throws Throwable;
  }

  private void guarded(Body body) {
    try {
      body.run();
    } catch (Throwable t) { // thrown by validate; Lincheck would take it for a result
      failure = t;
    }
  }

  @Validate
  public final void validate() {
    if (failure != null) {
      throw new AssertionError(failure);
    }
    check();
  }

  protected static void ensure(boolean condition, String text) {
    if (!condition) {
      throw new AssertionError(text);
    }
  }
}
