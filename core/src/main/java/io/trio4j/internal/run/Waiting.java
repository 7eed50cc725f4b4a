package io.trio4j.internal.run;

import io.trio4j.BlockingCall;
import io.trio4j.TrioTime;
import io.trio4j.internal.cancel.ScopeNode;
import io.trio4j.internal.cancel.TaskNode;
import io.trio4j.internal.park.Wait;
import io.trio4j.internal.time.Durations;
import io.trio4j.internal.time.TimerNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Checkpoints and sleeps.
public final class Waiting {
  private Waiting() {}

  public static void checkpoint() {
    RunTask<?> task = (RunTask<?>) TaskNode.currentNode();
    // others run first: what they cancel is seen by this very checkpoint
    task.inRun().scheduler().schedulePoint(task);
    if ((task.innermost().state() & ScopeNode.ATTENTION) != 0) {
      task.attend();
    }
  }

  public static void checkpointIfCancelled() {
    TaskNode task = TaskNode.currentNode();
    if ((task.innermost().state() & ScopeNode.ATTENTION) != 0) {
      task.attend();
    }
  }

  public static void schedulePoint() {
    RunTask<?> task = RunTask.current();
    task.inRun().scheduler().schedulePoint(task);
  }

  public static TrioTime currentTime() {
    return new TrioTime(TaskNode.currentNode().time().now());
  }

  public static void sleep(Duration duration) {
    long nanos = Durations.toNanos("duration", duration);
    RunTask<?> task = RunTask.current();
    if (nanos == 0) {
      checkpoint();
    } else {
      sleepUntil(task, Durations.deadlineAfter(task.time().now(), nanos));
    }
  }

  public static void sleepUntil(TrioTime time) {
    RunTask<?> task = RunTask.current();
    if (time.nanos() <= task.time().now()) {
      checkpoint();
    } else {
      sleepUntil(task, time.nanos());
    }
  }

  public static void sleepForever() {
    Wait<@Nullable Void> wait = Wait.of(RunTask.current(), Sleep.FOREVER);
    wait.park(() -> {});
    throw new IllegalStateException("a task that sleeps for ever was rescheduled by mistake");
  }

  private static void sleepUntil(RunTask<?> task, long deadlineNanos) {
    if (deadlineNanos == Long.MAX_VALUE) {
      sleepForever();
      return;
    }
    Sleep sleep = new Sleep(deadlineNanos);
    Wait<@Nullable Void> wait = Wait.of(task, sleep);
    sleep.wait = wait;
    task.time().timer().arm(sleep);
    boolean over = false;
    try {
      wait.park(sleep);
      over = true;
    } finally {
      if (!over) {
        task.time().timer().disarm(sleep); // a cancel has done it; an interrupt may not have
      }
    }
  }

  /// A sleeper's entry in the timer, what dumps show, and its own abort action.
  private static final class Sleep extends TimerNode implements Runnable {
    static final Object FOREVER =
        new Object() {
          @Override
          public String toString() {
            return "nothing, for ever";
          }
        };

    @Nullable Wait<@Nullable Void> wait; // written before the node is armed

    Sleep(long deadlineNanos) {
      super(deadlineNanos);
    }

    @Override
    public void expire() {
      Wait<@Nullable Void> sleeper = wait;
      if (sleeper != null) {
        sleeper.tryReschedule(null);
      }
    }

    @Override
    public void run() {
      Wait<@Nullable Void> sleeper = wait;
      if (sleeper != null) {
        ((RunTask<?>) sleeper.task()).time().timer().disarm(this);
      }
    }

    @Override
    public String toString() {
      return "the time " + new TrioTime(deadlineNanos());
    }
  }

  /// When a task that sleeps will wake; never if it does not sleep.
  static long endOfSleep(RunTask<?> task) {
    return task.currentWait() instanceof Wait<?> wait && wait.subject() instanceof Sleep sleep
        ? sleep.deadlineNanos()
        : Long.MAX_VALUE;
  }

  public static <T extends @Nullable Object, X extends Throwable> T blocking(
      BlockingCall<T, X> body) throws X {
    checkpointIfCancelled();
    RunTask<?> task = RunTask.current();
    ForeignRegion region = new ForeignRegion(task);
    if (task.region() != null) {
      return region.call(body); // the region around it has left already
    }
    Scheduler scheduler = task.inRun().scheduler();
    scheduler.leaveForBlocking(task);
    try {
      return region.call(body);
    } finally {
      scheduler.returnFromBlocking(task);
    }
  }
}
