package io.trio4j.stress.primitive;

import io.trio4j.CancelReason;
import io.trio4j.CancelSource;
import io.trio4j.Cancelled;
import io.trio4j.Task;
import io.trio4j.TrioTime;
import io.trio4j.internal.cancel.CancelTree;
import io.trio4j.internal.cancel.CancellableWait;
import io.trio4j.internal.cancel.ScopeNode;
import io.trio4j.internal.park.Wait;
import io.trio4j.internal.park.WaitingTask;
import io.trio4j.internal.time.TimeSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task without a run: a node in a cancel tree, and a thread that stops on the node's monitor,
/// which Lincheck follows, where it does not follow LockSupport well.
public class LoneTask extends WaitingTask {
  private final CancelTree tree;
  private final long number;
  private final HandTime time;
  private volatile int toldOutside;
  private volatile @Nullable Throwable abortFailure;

  public LoneTask(CancelTree tree, @Nullable ScopeNode parent, long number) {
    this(tree, parent, number, new HandTime());
  }

  public LoneTask(CancelTree tree, @Nullable ScopeNode parent, long number, HandTime time) {
    super(parent);
    this.tree = tree;
    this.number = number;
    this.time = time;
  }

  /// Makes the current thread this task's.
  public final LoneTask onThisThread() {
    Thread.currentThread().setUncaughtExceptionHandler(this);
    return this;
  }

  /// A cancel as users cause it.
  public static CancelReason reason(String text) {
    return new CancelReason(CancelSource.EXPLICIT, text, "", "", TrioTime.PAST);
  }

  /// How often the task was told that it is cancelled and in no wait that could be taken.
  public int toldOutside() {
    return toldOutside;
  }

  public @Nullable Throwable abortFailure() {
    return abortFailure;
  }

  @Override
  @SuppressWarnings("WaitNotInLoop") // it is in one
  protected void stopUntilOver(Wait<?> wait) {
    time.expireDue(); // else whoever waits for a deadline armed too late would wait for ever
    synchronized (this) {
      while (!wait.isOver()) {
        try {
          wait();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  @Override
  protected void wake(Wait<?> wait) {
    synchronized (this) {
      notifyAll();
    }
  }

  @Override
  protected void abortFailed(Wait<?> wait, @Nullable Throwable error) {
    abortFailure = error;
  }

  @Override
  public Task<?> handle() {
    throw new UnsupportedOperationException("a lone task has no handle");
  }

  @Override
  public CancelTree tree() {
    return tree;
  }

  @Override
  public TimeSource time() {
    return time;
  }

  @Override
  public String path() {
    return "lone-" + number;
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // only "at least once" is asked
  protected void cancelledOutsideWait() {
    toldOutside++;
  }

  @Override
  protected void cancelledInWaits(List<CancellableWait> waits) {}

  @Override
  protected @Nullable Throwable leaveForeign(ScopeNode left, @Nullable Throwable thrown) {
    return thrown;
  }

  @Override
  protected void quietForeign() {}

  @Override
  protected void swallowed(Cancelled cancelled) {
    clearInFlight();
  }

  @Override
  public void uncaughtException(Thread thread, Throwable error) {
    throw new AssertionError(error);
  }

  @Override
  public String describe() {
    return path();
  }
}
