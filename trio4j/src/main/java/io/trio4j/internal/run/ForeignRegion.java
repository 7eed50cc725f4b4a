package io.trio4j.internal.run;

import io.trio4j.Action;
import io.trio4j.BlockingCall;
import io.trio4j.BlockingRegion;
import io.trio4j.Cancelled;
import io.trio4j.internal.cancel.CancelledFactory;
import io.trio4j.internal.cancel.TaskNode;
import org.jspecify.annotations.Nullable;

/// A blocking region and its policy.
@SuppressWarnings("UnusedVariable") // until the engine reads them
public final class ForeignRegion implements BlockingRegion {
  private final RunTask<?> task;
  private volatile @Nullable Object policy = null;

  ForeignRegion(RunTask<?> task) {
    this.task = task;
  }

  <T extends @Nullable Object, X extends Throwable> T call(BlockingCall<T, X> body) throws X {
    return body.call(this);
  }

  @Override
  public void onCancel(Action<? extends Exception> action) {
    policy = action;
  }

  @Override
  public void closeOnCancel(AutoCloseable resource) {
    policy = (Action<Exception>) resource::close;
  }

  @Override
  public void interruptOnCancel() {
    policy = null;
  }

  @Override
  public void waitOnCancel() {
    policy = "wait";
  }
}
