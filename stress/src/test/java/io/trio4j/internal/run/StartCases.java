package io.trio4j.internal.run;

/// The start chain, for jcstress: how often was the last child's thread started?
public final class StartCases {
  private static final Run RUN = LoneRun.of(HandThread::new, Parker.JDK);
  private static final RunTask<Object> OWNER = LoneRun.main(RUN);

  private StartCases() {}

  /// Counts its starts and runs nothing: the case says when a task begins.
  private static final class HandThread extends Thread {
    private static final OutOfMemoryError REFUSAL = new OutOfMemoryError("no thread for this task");

    private boolean refuses; // written before the case begins
    private int startCount; // guarded by this

    HandThread(Runnable task) {
      super(task);
    }

    @Override
    public synchronized void start() {
      startCount++;
      if (refuses) {
        throw REFUSAL;
      }
    }

    synchronized int startCount() {
      return startCount;
    }
  }

  abstract static class Chain {
    private final RunNursery nursery = new RunNursery(OWNER, "", RunNursery.Kind.ORDINARY);

    final RunTask<Object> child(String name) {
      RunTask<Object> task = LoneRun.child(RUN, nursery, name);
      task.prepareThread();
      return task;
    }

    static int startCount(RunTask<?> task) {
      return ((HandThread) task.thread()).startCount();
    }
  }

  /// A child is started while the one before it begins.
  public static class AddAgainstBegin extends Chain {
    private final RunTask<Object> one = child("one");
    private final RunTask<Object> two = child("two");

    public AddAgainstBegin() {
      StartChain.add(one, null);
    }

    protected void first() {
      StartChain.add(two, one);
    }

    protected void second() {
      StartChain.begun(one);
    }

    protected int startCount() {
      return startCount(two);
    }
  }

  /// A child is started while the one before it fails to.
  public static class AddAgainstFailure extends Chain {
    private final RunTask<Object> one = child("one");
    private final RunTask<Object> two = child("two");
    private final RunTask<Object> three = child("three");

    public AddAgainstFailure() {
      ((HandThread) two.thread()).refuses = true;
      StartChain.add(one, null);
      StartChain.add(two, one);
    }

    protected void first() {
      StartChain.add(three, two);
    }

    protected void second() {
      StartChain.begun(one);
    }

    protected int startCount() {
      return startCount(three);
    }
  }
}
