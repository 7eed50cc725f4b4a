package io.trio4j.internal.interrupt;

import io.trio4j.internal.cancel.CancellableWait;
import io.trio4j.internal.cancel.ScopeNode;
import io.trio4j.internal.run.ForeignEngine;
import io.trio4j.internal.run.ForeignRegion;
import io.trio4j.internal.run.ForeignRegion.Policy;
import io.trio4j.internal.run.RunTask;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// Gets the cancelled tasks of one run out of foreign blocking code, and makes good afterwards.
public class InterruptEngine implements ForeignEngine {
  private static final Policy DEFAULT_POLICY = new Policy.Interrupt();
  private static final ThreadFactory THREADS =
      Thread.ofVirtual()
          .name("trio4j-interrupt-", 0)
          .inheritInheritableThreadLocals(false)
          .factory();

  private final Pace pace;
  private final ThreadFactory threads;
  private final Watcher watcher;

  public InterruptEngine() {
    this(Pace.STANDARD, THREADS);
  }

  InterruptEngine(Pace pace, ThreadFactory threads) {
    this.pace = pace;
    this.threads = threads;
    watcher = new Watcher(pace, threads);
  }

  // Who is to be looked after

  @Override
  public void cancelled(RunTask<?> task) {
    Handshake handshake;
    int before;
    do {
      handshake = Handshake.of(this, task);
      if (handshake.has(Handshake.WATCHED) && !handshake.has(Handshake.LEFT)) {
        return;
      }
      before = handshake.set(Handshake.WATCHED | Handshake.PUSHED);
    } while ((before & Handshake.RETIRED) != 0);
    if ((before & Handshake.PUSHED) == 0) {
      watcher.add(handshake.watched());
    }
  }

  @Override
  public void cancelledInWaits(List<CancellableWait> waits) {
    watcher.add(new Batch(this, waits, pace.looksBeforeBatch()));
  }

  @Override
  public void policyChanged(ForeignRegion region) {
    RunTask<?> task = region.task();
    if (region.policy() instanceof Policy.Act act) {
      actOnCancel(task, act);
    } else {
      Handshake handshake = Handshake.ofOrNull(task);
      if (handshake != null) {
        handshake.settle(); // the action of the policy before is over, or will never begin
      }
    }
    if (task.innermost().isEffective()) {
      cancelled(task);
    }
  }

  private void actOnCancel(RunTask<?> task, Policy.Act act) {
    Handshake handshake;
    do {
      handshake = Handshake.of(this, task);
    } while ((handshake.set(Handshake.REGION) & Handshake.RETIRED) != 0);
    handshake.settle();
    if (task.innermost().isEffective()) {
      act(handshake, act);
    }
  }

  @Override
  public void close() {
    watcher.close();
  }

  // What is done to them; overridden by tests that show what the handshake is for

  void interrupt(Handshake handshake) {
    start(new Delivery.Interrupt(handshake));
  }

  void act(Handshake handshake, Policy.Act act) {
    start(new Delivery.Act(handshake, act));
  }

  final void start(Runnable delivery) {
    threads.newThread(delivery).start();
  }

  /// Whether the task's thread waits in foreign code. What the caller reads after this is at least
  /// as new as that wait (I3 of [Handshake]).
  static boolean isBlocked(RunTask<?> task) {
    Thread thread = task.threadOrNull();
    Thread.State state = thread == null ? Thread.State.TERMINATED : thread.getState();
    return (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING)
        && task.mayBeInForeignCode();
  }

  static Policy policyOf(RunTask<?> task) {
    ForeignRegion region = task.region();
    return region == null ? DEFAULT_POLICY : region.policy();
  }

  final Pace pace() {
    return pace;
  }

  // What the task does at its edges

  @Override
  @SuppressWarnings("ReferenceEquality") // a task is left when it ends
  public @Nullable Throwable leaving(RunTask<?> task, ScopeNode left, @Nullable Throwable thrown) {
    Handshake handshake = Handshake.ofOrNull(task);
    if (handshake == null) {
      return thrown;
    }
    int word = handshake.takeBack();
    Throwable going = judge(task, left, thrown, word);
    boolean atItsEnd = left == task;
    if (atItsEnd || !isAnywhereCancelled(task)) {
      handshake.forget();
    }
    return going;
  }

  @Override
  public @Nullable Throwable regionLeft(ForeignRegion region, @Nullable Throwable thrown) {
    RunTask<?> task = region.task();
    Handshake handshake = Handshake.ofOrNull(task);
    if (handshake == null) {
      return thrown;
    }
    Throwable going = judge(task, task.innermost(), thrown, handshake.takeBack());
    boolean outerActs = policyOf(task) instanceof Policy.Act;
    handshake.clear(outerActs ? Handshake.ACTED : Handshake.ACTED | Handshake.REGION);
    handshake.tryRetire();
    return going;
  }

  private static @Nullable Throwable judge(
      RunTask<?> task, ScopeNode left, @Nullable Throwable thrown, int word) {
    if (thrown == null || (word & Handshake.SENT) == 0 || !left.isEffective()) {
      return thrown;
    }
    return Aftermath.of(task, left, thrown, (word & Handshake.ACTED) != 0);
  }

  /// Whether the task is in a cancelled scope, be it behind a shield: then what our interrupt
  /// caused may still come, for example after a shielded clean-up.
  @SuppressWarnings("ReferenceEquality") // nodes are what they are
  private static boolean isAnywhereCancelled(RunTask<?> task) {
    for (ScopeNode at = task.innermost(); at != null; at = at.parentNode()) {
      if (at.isEffective()) {
        return true;
      }
      if (at == task) {
        return false;
      }
    }
    return false;
  }

  @Override
  public void quiet(RunTask<?> task) {
    Handshake handshake = Handshake.ofOrNull(task);
    if (handshake != null) {
      handshake.takeBack();
    }
  }

  @Override
  public boolean isOwnInterrupt(RunTask<?> task) {
    Handshake handshake = Handshake.ofOrNull(task);
    return handshake != null && handshake.takeOwn();
  }
}
