package io.trio4j.internal.run;

import io.trio4j.stress.primitive.Trial;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// Children of a nursery on their way to a thread: each begins, once, whoever starts it.
public final class StartTrials {
  private StartTrials() {}

  /// A nursery whose owner, the first thread, starts children and waits for them. The children have
  /// threads of their own and run as in production, from the start chain to the last count.
  abstract static class Starting extends Trial {
    final Run run = LoneRun.of(Thread.ofPlatform().factory(), new OneParker());
    final RunTask<Object> owner = LoneRun.main(run);
    final RunNursery nursery = new RunNursery(owner, "", RunNursery.Kind.ORDINARY);
    private final AtomicIntegerArray runsOf;
    private volatile boolean closed;

    Starting(int children) {
      runsOf = new AtomicIntegerArray(children);
      nursery.openBlock();
    }

    abstract void body();

    @Override
    protected final void first() {
      owner.adoptThread(Thread.currentThread());
      Thread.currentThread().setUncaughtExceptionHandler(owner);
      body();
      nursery.closeBlock(null, null);
      closed = true;
    }

    final void start(int number) {
      nursery.startSoon("child", () -> runChild(number));
    }

    private void runChild(int number) {
      ensure(!closed, "closed over a child");
      runsOf.incrementAndGet(number);
    }

    @Override
    protected void check() {
      ensure(nursery.isClosed() && nursery.livingCount() == 0, nursery.toString());
      for (int number = 0; number < runsOf.length(); number++) {
        int runs = runsOf.get(number);
        ensure(runs == 1, "child " + number + " ran " + runs + " times");
      }
    }
  }

  /// One task starts children one after the other, while those before them begin.
  public static class AddAgainstBegin extends Starting {
    public AddAgainstBegin() {
      super(2);
    }

    @Override
    void body() {
      start(0);
      start(1);
    }

    @Override
    protected void second() {}
  }

  /// Two tasks start children in the same nursery. The second is a child of it itself.
  public static class TwoStarters extends Starting {
    private final RunTask<Object> other = LoneRun.child(run, nursery, "other");

    public TwoStarters() {
      super(2);
      nursery.reserve();
    }

    @Override
    void body() {
      start(0);
    }

    @Override
    protected void second() {
      other.adoptThread(Thread.currentThread());
      Thread.currentThread().setUncaughtExceptionHandler(other);
      start(1);
      nursery.release();
    }
  }

  /// Stops one thread on a monitor.
  private static final class OneParker implements Parker {
    private boolean permit; // guarded by this

    @Override
    public synchronized void park(Object subject) {
      while (!permit) {
        try {
          wait();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      permit = false;
    }

    @Override
    public synchronized void unpark(Thread thread) {
      permit = true;
      notifyAll();
    }
  }

  /// The end of a nursery: the first thread is its owner, at the end of the body.
  abstract static class Closing extends Trial {
    final Run run = LoneRun.of(Thread.ofPlatform().factory(), new OneParker());
    final RunTask<Object> owner = LoneRun.main(run);
    final RunNursery nursery = new RunNursery(owner, "", RunNursery.Kind.STARTING);
    volatile boolean closed;
    volatile boolean refused;

    Closing() {
      nursery.openBlock();
    }

    @Override
    protected final void first() {
      owner.adoptThread(Thread.currentThread());
      Thread.currentThread().setUncaughtExceptionHandler(owner);
      nursery.closeBlock(null, null);
      closed = true;
    }

    /// A place that is reserved keeps the nursery open until it is given back.
    final void reserveAndRelease() {
      try {
        nursery.reserve();
      } catch (IllegalStateException tooLate) {
        refused = true;
        return;
      }
      ensure(!closed, "closed over a reserved place");
      nursery.release();
    }

    @Override
    protected void check() {
      ensure(nursery.isClosed() && nursery.livingCount() == 0, nursery.toString());
    }
  }

  /// The last child ends while the owner comes to wait.
  public static class EndAgainstClose extends Closing {
    public EndAgainstClose() {
      nursery.reserve();
    }

    @Override
    protected void second() {
      ensure(!closed, "closed over a child");
      nursery.release();
    }

    @Override
    protected void third() {
      reserveAndRelease();
    }
  }

  /// Two children end while the owner comes to wait.
  public static class TwoEndsAgainstClose extends Closing {
    public TwoEndsAgainstClose() {
      nursery.reserve();
      nursery.reserve();
    }

    @Override
    protected void second() {
      nursery.release();
    }

    @Override
    protected void third() {
      ensure(!closed, "closed over a child");
      nursery.release();
    }
  }

  /// The first child ever is started by somebody else while the owner closes.
  public static class FirstReserveAgainstClose extends Closing {
    @Override
    protected void second() {
      reserveAndRelease();
    }

    @Override
    protected void third() {
      reserveAndRelease();
    }
  }
}
