package io.trio4j.internal.run;

import io.trio4j.Action;
import io.trio4j.BlockingCall;
import io.trio4j.BlockingRegion;
import io.trio4j.internal.cancel.TaskNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A blocking region and what a cancel does to it. It only keeps the policy: the engine acts on it.
public final class ForeignRegion implements BlockingRegion {
  /// What a cancel does.
  public sealed interface Policy {
    /// It interrupts the thread when it is seen waiting.
    record Interrupt() implements Policy {}

    /// It does nothing.
    record Wait() implements Policy {}

    /// It runs an action, once.
    final class Act implements Policy {
      private final Action<? extends Exception> action;
      private volatile boolean begun; // written by the engine, one delivery at a time

      Act(Action<? extends Exception> action) {
        this.action = action;
      }

      public boolean hasBegun() {
        return begun;
      }

      /// Runs the action. To be called once.
      public void begin() throws Exception {
        begun = true;
        action.run();
      }
    }
  }

  private static final Policy INTERRUPT = new Policy.Interrupt();
  private static final Policy WAIT = new Policy.Wait();

  private final RunTask<?> task;
  private final @Nullable ForeignRegion outer;
  private volatile Policy policy = INTERRUPT; // written by the task
  private boolean over; // by the task; a stale reader on another thread is refused all the same

  ForeignRegion(RunTask<?> task) {
    this.task = task;
    outer = task.region();
  }

  @SuppressWarnings("NullAway") // the value is set unless something was thrown
  <T extends @Nullable Object, X extends Throwable> T call(BlockingCall<T, X> body) throws X {
    task.enterRegion(this);
    T value = null;
    Throwable thrown = null;
    try {
      value = body.call(this);
    } catch (Throwable t) { // thrown below
      thrown = t;
    }
    over = true;
    task.enterRegion(
        outer); // volatile, before the look at `foreign`: no action begins from here on
    Throwable going =
        task.foreign == null ? thrown : task.inRun().engine().regionLeft(this, thrown);
    if (going != null) {
      throw TaskNode.<X>sneaky(going);
    }
    return value;
  }

  @Override
  public void onCancel(Action<? extends Exception> action) {
    Objects.requireNonNull(action, "action");
    setPolicy(new Policy.Act(action));
  }

  @Override
  public void closeOnCancel(AutoCloseable resource) {
    Objects.requireNonNull(resource, "resource");
    setPolicy(new Policy.Act(resource::close));
  }

  @Override
  public void interruptOnCancel() {
    setPolicy(INTERRUPT);
  }

  @Override
  public void waitOnCancel() {
    setPolicy(WAIT);
  }

  private void setPolicy(Policy next) {
    if (over || RunTask.currentOrNull() != task) {
      throw new IllegalStateException(
          this
              + (over ? " is over" : " belongs to another task")
              + ". Its policy is set by the code in it, by the task that runs it.");
    }
    policy = next;
    task.inRun().engine().policyChanged(this);
  }

  public Policy policy() {
    return policy;
  }

  public RunTask<?> task() {
    return task;
  }

  @Override
  public String toString() {
    return "BlockingRegion[of " + task + (over ? ", over]" : "]");
  }
}
